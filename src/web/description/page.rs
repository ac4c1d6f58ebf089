//! `GET /openapi`: the description of the API for people to read. Made from the same document that programs get.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::{Map, Value};

use crate::web::description::openapi::DOCUMENT;
use crate::web::error::Problem;
use crate::web::paths;
use crate::web::visit::visit::{Frame, Visit};

#[derive(Template)]
#[template(path = "api_reference.html")]
struct Reference {
    frame: Frame,
    introduction: Vec<Prose>,
    sections: Vec<Section>,
    schemas: Vec<Schema>,
}

struct Section {
    name: String,
    description: String,
    operations: Vec<Operation>,
}

struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    description: Vec<Prose>,
    needs_token: bool,
    parameters: Vec<Member>,
    body: Option<Kind>,
    answers: Vec<Answer>,
}

struct Answer {
    status: String,
    description: Prose,
    kind: Option<Kind>,
}

/// An object in a request or an answer.
struct Schema {
    name: String,
    description: Vec<Prose>,
    members: Vec<Member>,
    example: Option<String>,
}

/// A member of an object, or a parameter.
struct Member {
    name: String,
    /// Where a parameter is: in the path or the query.
    place: String,
    kind: Kind,
    is_required: bool,
    description: Prose,
}

/// What a value may be: words, and the object that it is or that it is a list of.
#[derive(Default)]
struct Kind {
    words: String,
    schema: Option<String>,
}

/// Sentences with code in them.
struct Prose(Vec<Piece>);

struct Piece {
    text: String,
    is_code: bool,
    /// A date, whose hyphens would let a line end within it.
    is_whole: bool,
}

impl Prose {
    /// Reads the little Markdown that descriptions use: code between backticks, emphasis between asterisks.
    fn of(markdown: &str) -> Prose {
        let mut pieces = Vec::new();
        for (index, text) in markdown.split('`').enumerate() {
            if index % 2 == 1 {
                pieces.push(Piece { text: text.to_owned(), is_code: true, is_whole: false });
                continue;
            }
            let text = text.replace('*', "").replace('\n', " ");
            let piece = |word: &str| Piece { text: word.to_owned(), is_code: false, is_whole: has_date(word) };
            pieces.extend(text.split_inclusive(' ').map(piece));
        }
        Prose(pieces)
    }
}

fn has_date(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit()) && word.matches('-').count() > 1
}

/// `GET /openapi`. [`Problem::Internal`] never occurs: a test proves that the document is JSON.
pub async fn show(visit: Visit) -> Result<HttpResponse, Problem> {
    let document = serde_json::to_value(&*DOCUMENT).map_err(|_| Problem::Internal)?;
    let schemas = &document["components"]["schemas"];
    let page = Reference {
        frame: visit.frame(),
        introduction: paragraphs(&document["info"]["description"]),
        sections: sections(&document),
        schemas: each(schemas).map(|(name, schema)| schema_of(name, schema, schemas)).collect(),
    };
    Ok(visit.page(StatusCode::OK, &page))
}

fn sections(document: &Value) -> Vec<Section> {
    let all: Vec<_> = each(&document["paths"])
        .flat_map(|(path, item)| ["get", "post", "put", "delete"].map(|method| (method, path, &item[method])))
        .collect();
    let section = |tag: &Value| Section {
        name: text(&tag["name"]),
        description: text(&tag["description"]),
        operations: all
            .iter()
            .filter(|(_, _, found)| found["tags"][0] == tag["name"])
            .map(|(method, path, found)| operation(method, path, found))
            .collect(),
    };
    list(&document["tags"]).map(section).collect()
}

fn operation(method: &str, path: &str, operation: &Value) -> Operation {
    let parameters = list(&operation["parameters"]).map(|parameter| Member {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        kind: kind(&parameter["schema"]),
        is_required: parameter["required"] == Value::Bool(true),
        description: prose(&parameter["description"]),
    });
    let answers = each(&operation["responses"]).map(|(status, answer)| Answer {
        status: status.clone(),
        description: prose(&answer["description"]),
        kind: content(answer),
    });
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: paragraphs(&operation["description"]),
        needs_token: operation["security"].is_array(),
        parameters: parameters.collect(),
        body: content(&operation["requestBody"]),
        answers: answers.collect(),
    }
}

/// The type of a body, in the one media type that it has.
fn content(message: &Value) -> Option<Kind> {
    each(&message["content"]).next().map(|(_, content)| kind(&content["schema"]))
}

/// The schemas whose members a schema has: itself, and those that it is put together from.
fn parts<'a>(schema: &'a Value, all: &'a Value) -> Vec<&'a Value> {
    let named = schema["$ref"].as_str().and_then(|reference| reference.rsplit('/').next()).map(|name| &all[name]);
    let inner = named.into_iter().chain(list(&schema["allOf"]));
    std::iter::once(schema).chain(inner.flat_map(|part| parts(part, all))).collect()
}

fn schema_of(name: &str, schema: &Value, all: &Value) -> Schema {
    let parts = parts(schema, all);
    let required: Vec<_> = parts.iter().flat_map(|part| list(&part["required"])).map(text).collect();
    let members = parts.iter().flat_map(|part| each(&part["properties"])).map(|(name, member)| Member {
        name: name.clone(),
        place: String::new(),
        kind: kind(member),
        is_required: required.contains(name),
        description: prose(&member["description"]),
    });
    Schema {
        name: name.to_owned(),
        description: paragraphs(&schema["description"]),
        members: members.collect(),
        example: Some(&schema["example"]).filter(|example| !example.is_null()).map(|example| format!("{example:#}")),
    }
}

fn kind(schema: &Value) -> Kind {
    if let Some(reference) = schema["$ref"].as_str() {
        return Kind { words: String::new(), schema: reference.rsplit('/').next().map(str::to_owned) };
    }
    for choice in ["oneOf", "anyOf"] {
        let mut kinds: Vec<Kind> = list(&schema[choice]).map(kind).collect();
        if let Some(at) = kinds.iter().position(|kind| kind.schema.is_some()) {
            let found = kinds.swap_remove(at);
            let words = kinds.into_iter().map(|kind| kind.words).filter(|words| !words.is_empty());
            return Kind { words: words.collect::<Vec<_>>().join(", "), ..found };
        }
    }
    let mut words = match &schema["type"] {
        Value::Array(types) => types.iter().map(text).collect::<Vec<_>>().join(" or "),
        Value::Null if schema["allOf"].is_array() => "object".to_owned(),
        one => text(one),
    };
    let items = &schema["items"];
    let of = if items.is_object() { kind(items) } else { Kind::default() };
    if !of.words.is_empty() {
        words.push_str(&format!(" of {}", of.words));
    }
    let values: Vec<_> = list(&schema["enum"]).map(text).collect();
    if !values.is_empty() {
        words.push_str(&format!(": {}", values.join(", ")));
    }
    for (member, word) in [
        ("minimum", "from"),
        ("maximum", "to"),
        ("minLength", "at least so long:"),
        ("maxLength", "at most so long:"),
        ("minItems", "at least so many:"),
        ("maxItems", "at most so many:"),
        ("default", "else"),
        ("const", "always"),
    ] {
        if !schema[member].is_null() {
            words.push_str(&format!(", {word} {}", text(&schema[member])));
        }
    }
    Kind { words, schema: of.schema }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn paragraphs(value: &Value) -> Vec<Prose> {
    text(value).split("\n\n").filter(|text| !text.is_empty()).map(Prose::of).collect()
}

fn prose(value: &Value) -> Prose {
    Prose::of(&text(value))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn each(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
