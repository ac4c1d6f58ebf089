"""Opens a mail as a mail program does, and prints what it finds as JSON."""

import email
import email.policy
import json
import sys

with open(sys.argv[1], "rb") as file:
    mail = email.message_from_binary_file(file, policy=email.policy.default)

defects = [str(defect) for part in mail.walk() for defect in part.defects]
for name, value in mail.items():
    defects += [f"{name}: {defect}" for defect in getattr(value, "defects", ())]


def body(kind):
    return mail.get_body(preferencelist=(kind,)).get_content()


print(
    json.dumps(
        {
            "from": str(mail["from"]),
            "to": str(mail["to"]),
            "reply_to": str(mail["reply-to"] or ""),
            "subject": str(mail["subject"]),
            "message_id": str(mail["message-id"]),
            "auto_submitted": str(mail["auto-submitted"]),
            "language": str(mail["content-language"]),
            "date": mail["date"].datetime.isoformat(),
            "type": mail.get_content_type(),
            "text": body("plain"),
            "html": body("html"),
            "defects": defects,
        }
    )
)
