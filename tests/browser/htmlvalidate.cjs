// How the pages are checked as HTML: everything that is recommended, but for what is only taste.

module.exports = {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y", "html-validate:document"],
  rules: {
    // Both ways of writing it mean the same.
    "doctype-style": "off",
    // A button sends its form and a field holds text, unless they say otherwise.
    "no-implicit-button-type": "off",
    "no-implicit-input-type": "off",
    // Of several buttons with one name, only the one that is pressed is sent. So are all boxes that are ticked.
    "form-dup-name": "off",
    // The name of an account is part of a title, and may be long.
    "long-title": "off",
    // Nobody sees it.
    "no-trailing-whitespace": "off",
    // The style sheet comes from where the page comes from.
    "require-sri": ["error", { target: "crossorigin" }],
  },
};
