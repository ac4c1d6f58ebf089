### German. The other languages are compared with English (en.ftl): this file has the same messages with the same values.

## The language itself

# What the language is called in the language itself.
language-name = Deutsch
# What stands between groups of three digits.
language-digit-separator = .

## Words that several pages share

cancel = Abbrechen
save = Speichern
search = Suchen
clear = Zurücksetzen
show = Anzeigen
state = Status
status = Status
number = Sitzungs-ID
time-when = Zeit
event-what = Ereignis
event-by = Ausgelöst von
look-further = Weitersuchen
back-to-list = Zurück zur Liste
errors-title =
    { $count ->
        [one] 1 Feld muss geändert werden
       *[other] { $count } Felder müssen geändert werden
    }
# Before the title of a page that says what went wrong.
title-error = Fehler:
times-in-zone = Alle Zeiten in { $zone }.
nothing-set = Nicht eingerichtet
never = Nie
username = Benutzername
email-address = E-Mail-Adresse
email = E-Mail
password = Passwort
password-change = Passwort ändern
password-new = Neues Passwort
password-new-again = Neues Passwort wiederholen
password-hint = Mindestens { $count } Zeichen. Am besten sind vier oder fünf Wörter, die nichts miteinander zu tun haben, auch mit Leerzeichen.
password-current = Aktuelles Passwort
user = Benutzer
role = Rolle
role-admin = Administrator
role-user = Benutzer
account = Konto
account-since = Erstellt
account-last-signed-in = Letzte Anmeldung
device = Gerät
device-name = Gerätename
network-address = IP-Adresse
session-signed-in = Angemeldet
session-last-seen = Zuletzt aktiv
session-ends-at-latest = Läuft ab
session-this = Dieses Gerät
session-kept-signed-in = bleibt angemeldet
session-kept-signed-in-label = Bleibt angemeldet
session-end = Gerät abmelden
sessions-show-own = Geräte verwalten
sessions = Geräte
users = Benutzer
recent-activity = Letzte Aktivitäten
activity = Aktivitäten
activity-all = Alle Aktivitäten anzeigen
second-factor = Zwei-Faktor-Authentifizierung
code = Bestätigungscode
code-hint-app = Sechs Ziffern aus Ihrer Authenticator-App.
key = Schlüssel
key-algorithm = Algorithmus
sign-in = Anmelden
sign-out = Abmelden
not-signed-in-title = Sie sind nicht angemeldet
own-account = Ihr Konto

## The frame of every page

frame-skip-to-content = Zum Inhalt springen
frame-signed-in-as = Angemeldet als
frame-administration = Verwaltung
role-admin-badge = Admin
site-help = Hilfe
site-privacy = Datenschutz
site-imprint = Impressum
frame-home = Start
frame-appearance = Darstellung
frame-appearance-automatic = Automatisch
frame-appearance-light = Hell
frame-appearance-dark = Dunkel
frame-breadcrumbs = Sie sind hier

## The frame of the pages of administrators

admin-overview = Übersicht
admin-sessions = Sitzungen
admin-session-end = Sitzung beenden
admin-session-this = Ihre Sitzung
admin-events = Ereignisse
admin-keys = Signaturschlüssel
admin-settings = Einstellungen

## Signing in

login-keep-signed-in = Angemeldet bleiben
login-keep-signed-in-hint = Nur auf Ihren eigenen Geräten.
login-leads-to = weiter zu { $app }
login-forgotten = Passwort vergessen?
login-forgotten-ask = Fragen Sie die Person, die Sie eingeladen hat, oder einen Administrator.
login-forgotten-help = Hilfe
login-reset-link = Link per E-Mail anfordern
login-device-link = Gerätelink per E-Mail anfordern
login-browser-known = Ihr Konto kennt diesen Browser: Hier können Sie sich auch anmelden, während Fremde versuchen, Ihr Passwort zu erraten. Melden Sie sich mit Benutzername und Passwort an. Ein Gerätelink gilt nur einmal.
login-signed-out = Sie sind in diesem Browser abgemeldet. Auf anderen Geräten meldet Sie das nicht ab.
login-begin-again = Eine Anmeldung wird abgebrochen, wenn sie zu lange dauert oder das Konto inzwischen geändert wird. Geben Sie Ihr Passwort noch einmal ein.
login-return-too-long = Wenn Sie von einer Seite kommen, deren Adresse zu lang ist, um sie zu behalten: Melden Sie sich an und öffnen Sie die Seite dann noch einmal.
login-refused = Benutzername oder Passwort ist falsch. Prüfen Sie beides und versuchen Sie es erneut. Achten Sie beim Passwort auf Groß- und Kleinschreibung.
api-login-refused = Benutzername oder Passwort ist falsch
login-cancel = Abbrechen und neu beginnen

## The second step of signing in

second-step-title = Bestätigungscode eingeben
second-step-text = Ihr Passwort war richtig. Öffnen Sie jetzt Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie für diese Website anzeigt.
second-step-text-after-choice = Ihr neues Passwort ist gespeichert. Öffnen Sie jetzt Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie für diese Website anzeigt.
second-step-without-phone = Wiederherstellungscode verwenden
second-step-recovery-code = Wiederherstellungscode
second-step-recovery-code-hint = Einer der Codes, die Sie bei der Einrichtung gespeichert haben. Jeder gilt nur einmal.
second-step-recovery-code-submit = Mit Wiederherstellungscode anmelden
second-step-lost-both = Auch keine Wiederherstellungscodes mehr?
second-step-lost-both-ask = Bitten Sie einen Administrator, die Zwei-Faktor-Authentifizierung für Ihr Konto zu deaktivieren.
second-step-required = Ihr Passwort war richtig. Diese Website verlangt außerdem die Zwei-Faktor-Authentifizierung. So kann sich niemand allein mit einem gestohlenen Passwort anmelden.
second-step-required-after-choice = Ihr Passwort ist gespeichert. Diese Website verlangt außerdem die Zwei-Faktor-Authentifizierung. So kann sich niemand allein mit einem gestohlenen Passwort anmelden.
second-step-show-key = Weiter
code-needed = Geben Sie auch einen Bestätigungscode ein: Für dieses Konto ist die Zwei-Faktor-Authentifizierung aktiviert.
code-impossible = Das ist kein gültiger Code. Geben Sie die sechs Ziffern aus der App ein oder einen Wiederherstellungscode aus zehn Buchstaben und Ziffern.
code-wrong = Dieser Code ist falsch oder abgelaufen. Jeder Code gilt nur einmal und etwa eine Minute lang. Warten Sie auf den nächsten.
recovery-code-wrong = Dieser Wiederherstellungscode ist falsch. Prüfen Sie jeden Buchstaben und jede Ziffer.
code-used = Dieser Code wurde bereits verwendet. Warten Sie, bis die App den nächsten anzeigt.
recovery-code-used = Dieser Wiederherstellungscode wurde bereits verwendet. Jeder gilt nur einmal: Nehmen Sie einen anderen.
code-unreadable = Codes aus Ihrer App können nicht mehr geprüft werden. Verwenden Sie einen Wiederherstellungscode oder wenden Sie sich an einen Administrator.
code-too-many =
    { $minutes ->
        [one] Zu viele falsche Codes. Versuchen Sie es in einer Minute erneut.
       *[other] Zu viele falsche Codes. Versuchen Sie es in { $minutes } Minuten erneut.
    }
code-too-many-closed = Zu viele falsche Codes. Bitten Sie einen Administrator, Codes wieder zuzulassen.
recovery-code-too-many =
    { $minutes ->
        [one] Zu viele falsche Wiederherstellungscodes. Versuchen Sie es in einer Minute erneut.
       *[other] Zu viele falsche Wiederherstellungscodes. Versuchen Sie es in { $minutes } Minuten erneut.
    }
recovery-code-too-many-closed = Zu viele falsche Wiederherstellungscodes. Bitten Sie einen Administrator, Codes wieder zuzulassen.
recovery-code-still-works = Ein Wiederherstellungscode funktioniert weiterhin.
code-still-works = Ein Code aus der App funktioniert weiterhin.
throttled-seconds =
    { $seconds ->
        [one] Zu viele Versuche. Versuchen Sie es in 1 Sekunde erneut.
       *[other] Zu viele Versuche. Versuchen Sie es in { $seconds } Sekunden erneut.
    }
throttled-minutes =
    { $minutes ->
        [one] Zu viele Versuche. Versuchen Sie es in 1 Minute erneut.
       *[other] Zu viele Versuche. Versuchen Sie es in { $minutes } Minuten erneut.
    }
throttled-closed = Zu viele Versuche aus neuen Browsern. Ein Administrator muss weitere zulassen.
throttled-ways-in = Sie müssen nicht warten: Verwenden Sie einen anderen Browser, in dem Sie schon einmal angemeldet waren, oder bitten Sie einen Administrator um einen Gerätelink für diesen Browser.
throttled-in-session = Wenn Sie Ihr Passwort sicher wissen, müssen Sie nicht warten: Melden Sie sich ab und wieder an.

## The first account

setup-title = Einrichtung
setup-heading = Ihr Administratorkonto erstellen
setup-text = Sie werden sofort angemeldet und können dann weitere Personen einladen.
setup-submit = Konto erstellen
setup-closed-title = Dieser Einrichtungslink ist ungültig
setup-closed-over = Es gibt schon ein Konto. Deshalb gilt kein Einrichtungslink mehr.
setup-closed-text = Der Link ist unvollständig oder älter als einen Tag. Starten Sie Doorward neu: Dabei erscheint ein neuer Link.
not-set-up-heading = Willkommen! Eines zuerst
not-set-up-text = Es gibt noch kein Konto, deshalb kann sich niemand anmelden. Öffnen Sie den Einrichtungslink und erstellen Sie Ihr Administratorkonto: Das dauert keine Minute.
not-set-up-where = Doorward hat den Link beim Start ausgegeben: im Terminal, in dem es läuft, oder in der Ausgabe seines Dienstes oder Containers.
not-set-up-new = Der Link gilt einen Tag. Ist er verloren oder zu alt, beenden Sie Doorward und starten Sie es mit „doorward serve“ neu: Es gibt dann einen neuen aus.

## Links by which people choose a password or make a browser known

account-link-title = Passwort festlegen
account-link-invited = Sie sind zu { $site } eingeladen. Legen Sie das Passwort fest, mit dem Sie sich anmelden möchten.
account-link-invited-by = „{ $inviter }“ lädt Sie zu { $site } ein. Legen Sie das Passwort fest, mit dem Sie sich anmelden möchten.
account-link-reset = Legen Sie ein neues Passwort für „{ $username }“ fest. Danach werden alle Geräte von diesem Konto abgemeldet.
account-link-submit = Passwort speichern und weiter
account-link-until = Dieser Link gilt einmal, bis { $time }.
account-link-replaces = In diesem Browser ist „{ $username }“ angemeldet. Wenn Sie fortfahren, wird „{ $username }“ hier abgemeldet.
account-link-closed-title = Dieser Link ist ungültig
account-link-closed-invitation = Eine Einladung gilt einmal, sieben Tage lang und nur, bis eine neuere erstellt wird. Wenn Sie schon ein Passwort festgelegt haben, melden Sie sich an.
account-link-closed-reset = Ein Link für ein neues Passwort gilt einmal, eine Stunde lang und nur, bis ein neuerer erstellt wird. Wenn Sie das Passwort schon festgelegt haben, melden Sie sich an.
account-link-closed-device = Ein Gerätelink gilt einmal, eine Stunde lang und nur, bis ein neuerer erstellt wird. Wenn Sie ihn in diesem Browser schon geöffnet haben, melden Sie sich an.
help-new-link = Brauchen Sie einen neuen Link?
help-ask-sender = Fragen Sie die Person, die Ihnen diesen geschickt hat, oder einen Administrator.
device-link-title = Diesen Browser merken
device-link-text = Das Konto „{ $username }“ merkt sich damit diesen Browser. Sie können sich hier dann auch anmelden, während Fremde versuchen, das Passwort zu erraten. Der Link selbst meldet Sie nicht an: Benutzername und Passwort brauchen Sie wie immer.
device-link-hint = Nur auf Ihren eigenen Geräten. Der Link gilt einmal.

## The start page

home-hello = Hallo, { $username }
home-account-ready = Ihr Konto ist bereit, und Sie sind angemeldet. Der Link gilt nicht mehr.
home-password-chosen = Ihr neues Passwort ist gespeichert. Alle Geräte, die vorher angemeldet waren, sind abgemeldet.
next-steps = Nächste Schritte
next-step-second-factor = Ihr Konto schützen
next-step-second-factor-text = Mit einer Authenticator-App kann sich niemand allein mit einem gestohlenen Passwort anmelden.
next-step-second-factor-link = Zwei-Faktor-Authentifizierung einrichten
next-step-invite = Weitere Personen einladen
next-step-invite-text = Jede Person bekommt von Ihnen einen Link und legt ihr Passwort selbst fest.
next-step-invite-link = Benutzer einladen
next-step-admin = Einen zweiten Administrator bestimmen
next-step-admin-text = Wenn Sie sich nicht anmelden können, kann Ihnen dann jemand helfen. Sonst hilft nur die Befehlszeile.
next-step-admin-link = Administrator auswählen
next-step-https = Eine https-Adresse verwenden
next-step-https-text = Über einfaches http können Passwörter unterwegs mitgelesen werden. Stellen Sie einen Proxy mit Zertifikat davor und setzen Sie public_url auf dessen Adresse.
next-step-https-link = Einstellung ansehen
home-ended-by-admin = durch einen Administrator
home-other-sessions = Andere Geräte
home-no-others = Auf anderen Geräten sind Sie nicht angemeldet.
home-others =
    { $count ->
        [one] Sie sind noch auf einem anderen Gerät angemeldet.
       *[other] Sie sind noch auf { $count } anderen Geräten angemeldet.
    }
home-not-you = Sie erkennen hier etwas nicht wieder? Ändern Sie Ihr Passwort. Alle anderen Geräte werden dabei abgemeldet.

## Zeitangaben

time-now = gerade eben
time-minutes-ago =
    { $count ->
        [one] vor 1 Minute
       *[other] vor { $count } Minuten
    }
time-in-minutes =
    { $count ->
        [one] in 1 Minute
       *[other] in { $count } Minuten
    }
time-today = heute { $time }
time-yesterday = gestern { $time }
time-tomorrow = morgen { $time }
time-days-ago = vor { $count } Tagen, { $time }
time-in-days = in { $count } Tagen, { $time }
time-date =
    { $month ->
        [1] { $day }. Januar { $year }
        [2] { $day }. Februar { $year }
        [3] { $day }. März { $year }
        [4] { $day }. April { $year }
        [5] { $day }. Mai { $year }
        [6] { $day }. Juni { $year }
        [7] { $day }. Juli { $year }
        [8] { $day }. August { $year }
        [9] { $day }. September { $year }
        [10] { $day }. Oktober { $year }
        [11] { $day }. November { $year }
       *[12] { $day }. Dezember { $year }
    }

## Die Wahl der Zeitzone

time-zone = Zeitzone
time-zone-change = Zeitzone ändern
time-zone-text = Auf jedem Gerät, auf dem Sie sich anmelden, sehen Sie alle Zeiten in dieser Zeitzone.
time-zone-label = Zeiten anzeigen in
time-zone-now = In { $zone } ist es jetzt { $time } Uhr.
time-zone-site = Wie die Website ({ $zone })
time-zone-saved = Sie sehen Zeiten jetzt in { $zone }.
time-zone-africa = Afrika
time-zone-america = Amerika
time-zone-antarctica = Antarktis
time-zone-arctic = Arktis
time-zone-asia = Asien
time-zone-atlantic = Atlantik
time-zone-australia = Australien
time-zone-europe = Europa
time-zone-indian = Indischer Ozean
time-zone-pacific = Pazifik

## Die eigenen letzten Aktivitäten

activity-new = Neu
activity-news =
    { $count ->
        [one] Ein Eintrag ist neu seit Ihrem letzten Besuch ({ $date }) und stammt nicht aus dieser Sitzung. Waren Sie das?
       *[other] { $count } Einträge sind neu seit Ihrem letzten Besuch ({ $date }) und stammen nicht aus dieser Sitzung. Waren Sie das?
    }
activity-you-signed-out = Sie haben { $device } abgemeldet
activity-you-signed-out-from = Sie haben { $device } abgemeldet, von { $from } aus
activity-signed-out = Abgemeldet: { $device }
activity-text = Alles, was zu Ihrem Konto aufgezeichnet ist, das Neueste zuerst: was Sie getan haben und was mit Ihrem Konto geschehen ist. Hat jemand anderes gehandelt, etwa ein Administrator, dann sehen Sie das, aber nicht, wer es war und von wo aus. Versuche mit falschem Passwort oder falschem Code können von jedem kommen. Bei ihnen sehen Sie deshalb Adresse und Gerät.
activity-kept-for = Einträge werden { $period } lang aufbewahrt.
activity-others = Was Sie als Administrator an anderen Konten getan haben, steht nicht hier.
activity-others-link = Ihre Aktionen als Administrator anzeigen
activity-all-devices = Alle Geräte
activity-this-device = { $device } (dieses Gerät)
activity-details = Details
activity-export-hint = Alles, was zum Filter passt, das Älteste zuerst und mit Zeiten in UTC. Auch der Export selbst steht danach in dieser Liste.

## The page of one's account

account-guessed-title = Jemand versucht, Ihr Passwort zu erraten
account-guessed-text = Wenn Sie das nicht selbst waren: Auf anderen Geräten, die Sie schon verwendet haben, können Sie sich weiterhin anmelden. Für ein neues Gerät bitten Sie einen Administrator um einen Gerätelink. Kamen die Versuche von einem bekannten oder angemeldeten Gerät, melden Sie Ihre anderen Geräte ab und ändern Sie Ihr Passwort.
account-codes-guessed-title = Jemand gibt für Ihr Konto falsche Codes ein
account-codes-guessed-text = Wenn Sie das nicht selbst waren, kennt jemand Ihr Passwort: Ändern Sie es jetzt und melden Sie Ihre anderen Geräte ab. Mit einem neuen Passwort zählen die Codes bei Anmeldungen von vorn. Waren Sie es selbst, warten Sie bis zum nächsten möglichen Versuch oder verwenden Sie einen Code der anderen Art. Wird kein Code mehr geprüft, wenden Sie sich an einen Administrator.
account-session-since = Hier angemeldet seit
account-password-hint = Wenn Sie es ändern, werden Sie auf allen anderen Geräten abgemeldet.
account-second-factor-on = Aktiviert: Zum Anmelden brauchen Sie Ihr Passwort und einen Code aus Ihrer Authenticator-App.
second-factor-change = Zwei-Faktor-Authentifizierung verwalten
account-second-factor-off = Nicht aktiviert: Wer Ihr Passwort kennt, kann sich als Sie anmelden. Eine Authenticator-App auf Ihrem Smartphone verhindert das.
second-factor-set-up = Zwei-Faktor-Authentifizierung einrichten
account-sessions-hint = Sehen Sie nach, wo Sie angemeldet sind, und melden Sie Geräte ab, die Sie nicht mehr verwenden.
account-activity-hint = Sehen Sie nach, was in Ihrem Konto geschehen ist, und exportieren Sie es bei Bedarf.

## One's password

password-changed = Ihr Passwort ist geändert. Alle anderen Geräte wurden abgemeldet.
password-changed-signed-out = Diese Geräte wurden abgemeldet:
password-change-hint = Hier bleiben Sie angemeldet. Alle anderen Geräte werden sofort abgemeldet.
password-not-current = Das ist nicht Ihr aktuelles Passwort. Versuchen Sie es erneut.
password-already-yours = Das ist bereits Ihr Passwort. Wählen Sie ein anderes.
passwords-differ = Die beiden Passwörter stimmen nicht überein. Geben Sie zweimal dasselbe ein.
password-too-long = Zu lang: Verwenden Sie höchstens 256 Zeichen.
password-too-short = Zu kurz: Verwenden Sie mindestens { $count } Zeichen.
password-common = Zu leicht zu erraten: Das Passwort besteht aus Passwörtern und Wörtern, die Angreifer zuerst ausprobieren. Verwenden Sie einige Wörter, die nichts miteinander zu tun haben.
password-context = Zu leicht zu erraten: Das Passwort besteht aus dem Namen dieser Website, Ihrem Benutzernamen oder Wörtern wie „login“ und „admin“. Lassen Sie das weg.
password-repeats = Zu leicht zu erraten: Das Passwort wiederholt immer denselben Teil. Verwenden Sie verschiedene Wörter.
password-sequence = Zu leicht zu erraten: Das Passwort ist eine Folge benachbarter Tasten, Buchstaben oder Ziffern. Verwenden Sie verschiedene Wörter.
password-date = Zu leicht zu erraten: Das Passwort ist fast nur ein Datum oder eine Jahreszahl. Verwenden Sie verschiedene Wörter.

## One's sessions

own-sessions-text = Auf diesen Geräten sind Sie angemeldet. Ist eines davon nicht Ihres, melden Sie es ab und ändern Sie danach Ihr Passwort.
own-sessions-sign-out-here = Hier abmelden
own-sessions-elsewhere-hint = Wenn Sie alle anderen Geräte abmelden, bleiben Sie hier angemeldet. Möglicherweise müssen Sie dafür Ihr Passwort eingeben.
sessions-end-others = Alle anderen Geräte abmelden
own-sessions-limit =
    { $count ->
        [one] Sie können nur auf einem Gerät angemeldet sein. Melden Sie sich auf einem weiteren an, wird das bisherige abgemeldet.
       *[other] Sie können auf bis zu { $count } Geräten gleichzeitig angemeldet sein. Melden Sie sich auf einem weiteren an, wird das am längsten unbenutzte abgemeldet.
    }
own-sessions-name-device = Umbenennen
own-sessions-signed-out-elsewhere = Sie sind auf allen anderen Geräten abgemeldet.
own-sessions-signed-out = „{ $device }“ ist abgemeldet.
own-sessions-name-saved = Name gespeichert: { $device }
own-sessions-name-removed = Name entfernt: { $device }

## One's second factor

two-factor-turned-off = Die Zwei-Faktor-Authentifizierung ist deaktiviert. Codes aus der App und Wiederherstellungscodes gelten nicht mehr, und alle anderen Geräte wurden abgemeldet.
two-factor-key-gone = Der angezeigte Schlüssel gilt nicht mehr. Beginnen Sie von vorn.
two-factor-app = Authenticator-App
second-factor-since = aktiv seit { $date }
two-factor-recovery-codes = Wiederherstellungs­codes
two-factor-codes-left = noch { $count }
two-factor-codes-few = Sie haben nur noch wenige Wiederherstellungscodes. Erstellen Sie rechtzeitig neue.
two-factor-acts-hint = Für jeden dieser Schritte brauchen Sie Ihr Passwort und einen Bestätigungscode. Auf allen anderen Geräten werden Sie dabei abgemeldet.
two-factor-new-codes = Neue Wiederherstellungs­codes erstellen
two-factor-another-app = App ersetzen
two-factor-turn-off = Zwei-Faktor-Authentifizierung deaktivieren
two-factor-new-phone = Neues Smartphone? Ersetzen Sie die App: Die bisherige funktioniert, bis Sie einen Code der neuen eingegeben haben.
two-factor-demanded = Diese Website verlangt die Zwei-Faktor-Authentifizierung. Deshalb lässt sie sich nicht deaktivieren.
two-factor-why = Mit der Zwei-Faktor-Authentifizierung brauchen Sie zum Anmelden Ihr Passwort und sechs Ziffern aus einer Authenticator-App. Mit einem gestohlenen Passwort allein kann sich dann niemand anmelden.
two-factor-app-needed = Sie brauchen eine Authenticator-App, zum Beispiel auf Ihrem Smartphone. Jede App, die sechs Ziffern anzeigt, ist geeignet.
two-factor-set-up = Einrichten
two-factor-phishing = Vor einer Website, die diese hier nachahmt, schützt das nicht: Prüfen Sie die Adresse, bevor Sie einen Code eingeben.
enrolment-title = Authenticator-App einrichten
enrolment-scan = Scannen Sie den QR-Code mit der App. Wenn das nicht geht, geben Sie den Schlüssel in die App ein oder öffnen Sie ihn in einer App auf diesem Gerät.
enrolment-qr-alt = QR-Code mit dem Schlüssel, der darunter steht
enrolment-open-app = In einer App auf diesem Gerät öffnen
enrolment-code = Code, den die App jetzt anzeigt
enrolment-submit = Aktivieren
enrolment-hint = Erst wenn Sie einen richtigen Code eingeben, ändert sich etwas. Der Schlüssel wird nur auf dieser Seite angezeigt und gilt 15 Minuten lang.
enrolment-code-wrong = Dieser Code gehört nicht zu diesem Schlüssel. Geben Sie den Code ein, den die App jetzt anzeigt. Klappt es wieder nicht, stellen Sie auf dem Smartphone die automatische Uhrzeit ein.
recovery-codes-title = Speichern Sie Ihre Wiederherstellungs­codes
recovery-codes-enabled = Die Zwei-Faktor-Authentifizierung ist aktiviert. Ab jetzt brauchen Sie zum Anmelden einen Code aus der App. Alle anderen Geräte wurden abgemeldet.
recovery-codes-replaced = Diese Codes ersetzen die bisherigen, die nicht mehr gelten. Alle anderen Geräte wurden abgemeldet.
recovery-codes-text = Wenn Sie die App verlieren, können Sie sich mit Ihrem Passwort und einem dieser Codes anmelden. Jeder gilt einmal. Speichern oder drucken Sie die Codes, und bewahren Sie sie getrennt vom Smartphone auf.
recovery-codes-once = Die Codes werden nicht noch einmal angezeigt.
recovery-codes-kept = Ich habe sie gespeichert
recovery-codes-save = Herunterladen

## The password asked for once more

confirm-title = Bestätigen Sie Ihre Identität
confirm-each-time = Dafür ist jedes Mal Ihr Passwort nötig.
confirm-text = Ihre letzte Passworteingabe ist eine Weile her.
confirm-go-on = Weiter
confirm-for = Geben Sie Ihr Passwort ein, um fortzufahren mit: { $act }

## Signing out

logout-title = Abmelden?
logout-text = Sie sind als „{ $username }“ angemeldet. Sie werden nur in diesem Browser abgemeldet; auf anderen Geräten bleiben Sie angemeldet.
logout-nothing = Sie sind in diesem Browser nicht angemeldet.

## Between an app and the desk

circle-title = Weiterleitung im Kreis
circle-text = Sie sind hier angemeldet, aber die App erkennt das noch nicht und leitet Sie immer wieder hierher zurück. Warten Sie einige Sekunden und fahren Sie dann fort.
circle-again = Wenn Sie wieder hier landen, wenden Sie sich an den Betreiber dieser Website: Möglicherweise erreicht das Cookie die App nicht, oder die App akzeptiert es nicht.
app-go-on = Weiter zur App
too-long-title = Öffnen Sie die Seite noch einmal
too-long-text = Sie sind angemeldet, aber die Adresse der Seite, von der Sie kommen, ist zu lang, um Sie automatisch dorthin zurückzubringen. Öffnen Sie die Seite noch einmal auf demselben Weg.
too-long-app = Zur Startseite der App
too-long-start = Zur Startseite
forward-auth-sign-in = Melden Sie sich zuerst an. An die App wurde nichts gesendet.
forward-auth-signed-out = Sie sind nicht oder nicht mehr angemeldet. Melden Sie sich an, gehen Sie zurück und senden Sie das Formular noch einmal ab.
forward-auth-form-not-sent = Ihr Formular wurde nicht gesendet
forward-auth-forbidden-title = Kein Zugriff
forward-auth-forbidden-text = Sie sind als „{ $username }“ angemeldet und haben hier keinen Zugriff. Bitten Sie einen Administrator darum, oder melden Sie sich ab und mit einem anderen Konto wieder an.
forward-auth-no-rule = Die Einstellungen dieser Website lassen unter dieser Adresse niemanden zu, oder die Adresse ist mehrdeutig geschrieben. Prüfen Sie sie oder wenden Sie sich an den Betreiber dieser Website.
forward-auth-no-rule-title = Hier ist kein Zugang möglich
forward-auth-unreliable = Die Anfrage des Proxys war nicht verlässlich. Wenden Sie sich an den Betreiber dieser Website; Näheres steht im Log.

## Problems

problem-number = Anfrage-ID:
problem-to-start = Zur Startseite
help-goes-on = Passiert das wieder?
help-tell-operator = Sagen Sie der Person Bescheid, die diese Website betreibt.
problem-not-found-title = Seite nicht gefunden
problem-method-title = Diese Adresse lässt sich so nicht aufrufen
problem-foreign-form-title = Wir konnten nicht prüfen, woher dieses Formular stammt
problem-past-proxy-title = Falsche Adresse
problem-bad-request-title = Die Anfrage war nicht verständlich
problem-media-type-title = Hier werden nur Formulare angenommen
problem-too-large-title = Zu viele Daten
problem-too-slow-title = Zeitüberschreitung
problem-forbidden-title = Nur für Administratoren
problem-signed-out-title = Sie wurden abgemeldet
problem-too-many-changes-title = Zu viele Änderungen
problem-busy-title = Die Website ist ausgelastet
problem-unavailable-title = Vorübergehend nicht verfügbar
problem-internal-title = Etwas ist schiefgelaufen
problem-not-found-text = Vielleicht ist die Adresse falsch geschrieben, oder die Seite gibt es nicht mehr. Gehen Sie zurück oder beginnen Sie auf der Startseite.
problem-method-text = Die Adresse gibt es, aber nicht für diese Art von Aufruf. Gehen Sie zurück und verwenden Sie das Formular dort.
problem-foreign-form-text = Es wurde nichts geändert. Gehen Sie zur Startseite und versuchen Sie es dort erneut. Wenn das auch nicht klappt, ist die aufgerufene Adresse nicht die public_url aus den Einstellungen: Wenden Sie sich an den Betreiber dieser Website.
problem-past-proxy-text = Verbindungen zu diesem Port sind dem Proxy vorbehalten. Verwenden Sie die bekannte Adresse dieser Website.
problem-bad-request-text = Es wurde nichts geändert. Gehen Sie zurück, laden Sie die Seite neu und versuchen Sie es noch einmal.
problem-media-type-text = Es wurde nichts geändert. Gehen Sie zurück und verwenden Sie das Formular dort.
problem-too-large-text = Es wurde nichts geändert. Gehen Sie zurück und senden Sie weniger.
problem-too-slow-text = Es wurde nichts geändert. Ihre Verbindung stockte, während das Formular gesendet wurde. Gehen Sie zurück und senden Sie es noch einmal ab.
problem-forbidden-text = Sie sind angemeldet, aber diese Seite ist nur für Administratoren. Wenden Sie sich an einen von ihnen.
problem-signed-out-text = Ihr Formular wurde nicht gespeichert. Melden Sie sich wieder an und senden Sie es noch einmal ab.
problem-signed-out-text-typed = Ihr Formular wurde nicht gespeichert. Melden Sie sich wieder an und senden Sie es noch einmal ab. Das hatten Sie eingegeben:
problem-too-many-changes-text = Es wurde nichts geändert: Es gab zu viele Änderungen in kurzer Zeit. Warten Sie einige Sekunden, gehen Sie zurück und senden Sie Ihr Formular noch einmal ab.
problem-too-many-changes-text-typed = Es wurde nichts geändert: Es gab zu viele Änderungen in kurzer Zeit. Warten Sie einige Sekunden, gehen Sie zurück und senden Sie Ihr Formular noch einmal ab. Das hatten Sie eingegeben:
problem-busy-text = Es wurde nichts geändert. Warten Sie einige Sekunden und versuchen Sie es erneut.
problem-unavailable-text = Es wurde nichts geändert, und niemand wurde abgemeldet. Warten Sie einige Sekunden und versuchen Sie es erneut.
problem-internal-text = Der Fehler liegt bei uns und wurde aufgezeichnet. Versuchen Sie es erneut. Tritt er wieder auf, nennen Sie dem Betreiber dieser Website die Anfrage-ID unten.

## Why a session is over

session-ended-idle = Sie wurden abgemeldet, weil Sie eine Zeit lang nicht aktiv waren. Melden Sie sich wieder an, um fortzufahren.
session-ended-time-up = Ihre Anmeldung ist abgelaufen. Melden Sie sich wieder an, um fortzufahren.
session-ended-unknown = Ihre Anmeldung ist nicht mehr gespeichert. Melden Sie sich wieder an, um fortzufahren.
session-ended-suspended = Dieses Konto ist deaktiviert. Wenden Sie sich an einen Administrator.
session-ended-signed-out = Sie haben sich in diesem Browser abgemeldet.
session-ended-elsewhere = Sie haben dieses Gerät von einem anderen aus abgemeldet. Melden Sie sich wieder an, um hier fortzufahren.
session-ended-password = Ihr Passwort wurde auf einem anderen Gerät geändert. Melden Sie sich mit dem neuen an. Wenn Sie das nicht waren, wenden Sie sich sofort an einen Administrator.
session-ended-reused = Zu Ihrer Sicherheit haben wir Sie abgemeldet: Eine alte Kopie Ihres Sitzungsschlüssels wurde verwendet, also hat möglicherweise noch jemand eine. Melden Sie sich wieder an und ändern Sie dann Ihr Passwort.
session-ended-limit = Sie sind auf zu vielen Geräten angemeldet. Deshalb wurde dieses, das am längsten unbenutzte, abgemeldet. Melden Sie sich wieder an, um fortzufahren.
session-ended-reset = Für dieses Konto wurde ein neues Passwort festgelegt. Melden Sie sich damit an. Wenn Sie das nicht waren, wenden Sie sich sofort an einen Administrator.
session-ended-deleted = Dieses Konto wurde gelöscht. Wenn Sie das überrascht, wenden Sie sich an einen Administrator.
session-ended-restored = Diese Website wurde aus einer Sicherung wiederhergestellt. Deshalb müssen sich alle neu anmelden.
session-ended-second-factor = Die Zwei-Faktor-Authentifizierung dieses Kontos wurde eingerichtet, geändert oder deaktiviert. Melden Sie sich neu an. Wenn Sie das nicht waren, wenden Sie sich sofort an einen Administrator.
session-ended-second-factor-demanded = Dieses Konto braucht jetzt die Zwei-Faktor-Authentifizierung. Melden Sie sich an; danach wird Ihnen die Einrichtung gezeigt.
session-ended-admin = Ein Administrator hat Sie hier abgemeldet. Melden Sie sich wieder an, um fortzufahren.

## Text that cannot be read as what it is meant to be

unreadable-session-id = Das ist keine Sitzungs-ID. Geben Sie alle 32 Stellen ein.
unreadable-network = Das ist keine IP-Adresse. Geben Sie eine wie 192.0.2.7 oder 2001:db8::1 ein oder ein Netzwerk wie 192.0.2.0/24.
unreadable-event-kind = Diese Art von Ereignis gibt es nicht. Wählen Sie eine aus der Liste.
unreadable-user = Das kann kein Benutzername sein. Geben Sie den ganzen Namen oder eine ID ein.
unreadable-address = Das ist keine IP-Adresse. Geben Sie eine vollständige ein, zum Beispiel 192.0.2.7, oder local für die Befehlszeile.
unreadable-order = Danach lässt sich die Liste nicht sortieren. Klicken Sie auf eine der verlinkten Spaltenüberschriften.
unreadable-device = Mit diesen Wörtern ist kein Gerät bekannt. Versuchen Sie es mit dem Namen eines Browsers oder Systems, zum Beispiel Firefox oder Android.
unreadable-empty = Hier steht kein Wort. Geben Sie mindestens eines ein.
unreadable-span = Diese Auswahl gibt es nicht. Wählen Sie eine aus der Liste oder verwenden Sie within-24h, beyond-24h, since-2026-11-23 oder until-2026-11-23 in der Adresse.
unreadable-day = Das ist kein Datum. Schreiben Sie es wie 2026-11-23.
unreadable-user-search = So kann kein Benutzer heißen. Geben Sie einen Namen, eine E-Mail-Adresse oder den Anfang davon mit * am Ende ein.
unreadable-choice = Diese Auswahl gibt es nicht. Wählen Sie eine aus der Liste.
username-error = Dieser Benutzername ist nicht möglich. Verwenden Sie 1 bis 32 Buchstaben a–z, Ziffern, Punkte, Bindestriche und Unterstriche, mit einem Buchstaben oder einer Ziffer am Anfang und am Ende.
email-error = Das ist keine E-Mail-Adresse. Schreiben Sie sie wie name@example.com oder lassen Sie das Feld leer.
identity-check-error = Beschreiben Sie kurz, wie Sie die Identität geprüft haben: 10 bis 200 Zeichen in einer Zeile.

## What an administrator cannot do to an account

refusal-name-taken = Dieser Benutzername ist vergeben oder gehörte zu einem kürzlich gelöschten Konto. Wählen Sie einen anderen.
refusal-last-admin = Es wurde nichts geändert: Das ist der letzte Administrator, der sich anmelden kann. Machen Sie zuerst jemand anderen zum Administrator.
refusal-suspended = Es wurde kein Link erstellt: Das Konto ist deaktiviert. Reaktivieren Sie es zuerst.
refusal-has-password = Es wurde keine Einladung erstellt: Ein Passwort ist bereits festgelegt. Erstellen Sie stattdessen einen Link zum Zurücksetzen.
refusal-own-account = Es wurde nichts geändert: Das ist Ihr eigenes Konto. Passwort und Zwei-Faktor-Authentifizierung ändern Sie auf den Seiten Ihres Kontos.
refusal-has-no-password = Es wurde kein Link erstellt: Es ist noch kein Passwort festgelegt. Erstellen Sie stattdessen eine neue Einladung.
refusal-no-email = Es wurde keine E-Mail gesendet: Für diese Person ist keine E-Mail-Adresse gespeichert. Speichern Sie zuerst eine.

## The acts of forms, for the question about the password

act-save-email = E-Mail-Adresse speichern
act-reactivate = Konto reaktivieren
act-make-admin = Zum Administrator machen
act-end-all-sessions = Überall abmelden

## Administration: overview

overview-live-sessions = Aktive Sitzungen
overview-in-24-hours = in den letzten 24 Stunden
overview-locked = Gesperrt
overview-locked-hint = Andere bekannte Geräte werden weiterhin zugelassen. Auf der Seite des Benutzers können Sie Versuche wieder zulassen.
overview-codes-locked-hint = Wer diese Codes eingegeben hat, kannte das Passwort. Auf der Seite des Benutzers können Sie Codes wieder zulassen.
overview-more = Und { $count } weitere.
overview-more-than = Und mehr als { $count } weitere.
overview-network = Netzwerk
overview-refused = Kürzlich abgelehnte Versuche
overview-refused-hint = Einige dieser Versuche können Konten betreffen, die oben stehen. Wenn sich viele Personen ein Netzwerk teilen, erhöhen Sie sign_in_tries_per_address.
overview-setting = Zur Einstellung
overview-background-work = Hintergrund­aufgaben
overview-mail = E-Mail
overview-mail-waiting = Noch nicht gesendet
overview-mail-oldest = Älteste seit
overview-mail-answer = Letzte Antwort
overview-mail-failed = In 7 Tagen nicht zugestellt
overview-mail-filed = In 7 Tagen in Dateien geschrieben
overview-mail-hint = Der Befehl { $command } listet jede E-Mail mit der Antwort des Mailservers auf.
overview-no-tasks = Noch ist keine Aufgabe gelaufen. Laden Sie diese Seite in einer Minute neu.
overview-task = Aufgabe
overview-task-last-run = Letzter Lauf
overview-task-outcome = Ergebnis
overview-counts-hint = Ereignisse sind nach etwa zehn Sekunden mitgezählt. Wenn es viele Benutzer und Sitzungen gibt, kann deren Zahl bis zu fünf Minuten alt sein. Die Diagramme und ihre Tage sind in UTC.
overview-sign-ins = Anmeldungen
overview-failed-sign-ins = Fehlgeschlagene Anmeldungen
overview-wrong-codes = Falsche Codes
overview-lockouts = Anmeldesperren
overview-reuse-alarms = Alarme wegen alter Sitzungs­schlüssel
overview-sessions-ended = Beendete Sitzungen
overview-wrong-confirmations = Falsche Passwörter bei Bestätigung
overview-password-changes = Passwort­änderungen
overview-chart-day = Anmeldungen der letzten 24 Stunden
overview-chart-month = Anmeldungen der letzten 30 Tage
overview-chart-empty = Keine Anmeldungen und keine Fehlversuche.
# $most is a day or an hour.
overview-chart-summary = Anmeldungen: { $good }, Fehlversuche: { $bad }. Höchststand: { $most }.
overview-chart-signed-in = an­ge­mel­det
overview-chart-failed = fehl­ge­schla­gen
chart-as-table = Als Tabelle
task-janitor = Aufräumen
task-seals = Versiegeln der Ereignisse
task-well = alles in Ordnung
task-nothing = nichts zu tun
task-swept = als abgelaufen markiert: { $expired }; gelöscht: Sitzungen { $sessions }, Konten { $accounts }, Links { $links }, Schlüssel { $keys }, Versuche { $tries }
lock-unknown-devices = Von unbekannten Geräten kamen nacheinander { $count } verschiedene falsche Passwörter.
lock-known-device = Von einem bekannten Gerät kamen nacheinander { $count } verschiedene falsche Passwörter.
lock-session = Auf einem angemeldeten Gerät wurden nacheinander { $count } verschiedene falsche Passwörter eingegeben.
lock-closed-unknown-devices = Unbekannte Geräte werden nicht mehr zugelassen.
lock-closed-known-device = Das Gerät gilt jetzt als unbekannt.
lock-closed-session = Das angemeldete Gerät gilt jetzt als unbekannt.
lock-next-try = Der nächste Versuch ist um { $time } möglich.
lock-longer-next = Nach dem nächsten falschen Passwort wird die Wartezeit länger.
overview-all-well = Alles ist in Ordnung.
overview-attention-count =
    { $count ->
        [one] 1 Punkt braucht Aufmerksamkeit
       *[other] { $count } Punkte brauchen Aufmerksamkeit
    }
overview-30-days = in den letzten 30 Tagen
code-lock-unknown-devices = Auf unbekannten Geräten waren { $count } Codes aus der App nacheinander falsch.
code-lock-unknown-devices-recovery = Auf unbekannten Geräten waren { $count } Wiederherstellungscodes nacheinander falsch.
code-lock-known-devices = Auf bekannten Geräten waren { $count } Codes aus der App nacheinander falsch.
code-lock-known-devices-recovery = Auf bekannten Geräten waren { $count } Wiederherstellungscodes nacheinander falsch.
code-lock-session = Auf angemeldeten Geräten waren { $count } Codes aus der App nacheinander falsch.
code-lock-session-recovery = Auf angemeldeten Geräten waren { $count } Wiederherstellungscodes nacheinander falsch.
code-lock-closed = Dort wird kein weiterer geprüft.

## Administration: warnings

warning-recall-late = Die Liste der beendeten Sitzungen ist auf dieser Instanz nicht aktuell, deshalb wird bei jeder Anfrage die Datenbank gefragt. Sehen Sie im Log nach.
warning-newer-database = Eine neuere Version von Doorward hat die Datenbank geändert. Aktualisieren Sie auch diese Instanz.
warning-forwarded-missing = In der letzten Stunde hat ein vertrauenswürdiger Proxy kein X-Forwarded-For gesendet. Alle, die über ihn kommen, teilen sich deshalb eine IP-Adresse und deren Grenzwerte. Stellen Sie den Proxy so ein, dass er den Header sendet.
warning-forwarded-unreadable = In der letzten Stunde hat ein vertrauenswürdiger Proxy ein unlesbares X-Forwarded-For gesendet. Alle, die über ihn kommen, teilen sich deshalb eine IP-Adresse und deren Grenzwerte. Stellen Sie den Proxy so ein, dass er nur Adressen hineinschreibt.
warning-key-old = Der Schlüssel, der Zugriffstoken signiert, ist älter, als er sein sollte.
warning-key-old-link = Neuen Schlüssel erstellen
warning-one-admin = Es gibt nur einen Administrator. Geht dieses Konto verloren, hilft nur noch die Befehlszeile. Machen Sie noch jemanden zum Administrator.
warning-one-admin-link = Benutzer auswählen
warning-second-factor-optional = Administratoren können sich allein mit einem Passwort anmelden, weil die Zwei-Faktor-Authentifizierung nicht vorgeschrieben ist.
warning-seals = Ereignisse werden nicht versiegelt, deshalb würde eine Manipulation nicht auffallen. Sehen Sie im Log nach.
warning-tasks-late = Hintergrundaufgaben sind im Verzug. Sehen Sie im Log nach.
warning-mail-late = E-Mails warten seit mehr als einer Viertelstunde: Der Mailserver ist nicht erreichbar oder nimmt sie nicht an.
warning-mail-failed = E-Mails konnten nicht zugestellt werden.
warning-mail-filed = E-Mails werden in Dateien auf dem Server geschrieben, weil kein Mailserver eingerichtet ist: Niemand erhält sie.

## Administration: advice about settings. The command line says it too, in English: "name = value: what; next step"

advice-plain-http = Passwörter und Cookies gehen unverschlüsselt durchs Netzwerk
advice-plain-http-next = schalten Sie einen Proxy mit Zertifikat davor und tragen Sie hier eine https-Adresse ein
advice-insecure-needless = das erlaubt etwas, was die anderen Einstellungen gar nicht nutzen
advice-insecure-needless-next = lassen Sie die Einstellung weg
advice-insecure-past-proxy = wer den Port von listen erreicht, umgeht den Proxy
advice-insecure-past-proxy-next = nennen Sie den Proxy in trusted_proxies und lassen Sie allow_insecure_http weg
advice-loopback-url = diese Adresse meint nur den Rechner selbst, obwohl listen auch für andere offen ist
advice-loopback-url-next = setzen Sie public_url auf die Adresse, die im Browser eingegeben wird; Formulare von jeder anderen Adresse werden abgelehnt
advice-proxy-unnamed = Doorward steht hinter einem Proxy, der nicht genannt ist, deshalb scheinen alle von dessen Adresse zu kommen
advice-proxy-name-next = setzen Sie trusted_proxies auf die Adresse, von der der Proxy sich verbindet, zum Beispiel 127.0.0.1,::1
advice-everybody-proxy = jede Adresse gilt als Proxy, deshalb können alle selbst bestimmen, welche Adresse aufgezeichnet wird
advice-everybody-proxy-next = nennen Sie nur die Proxys
advice-proxy-needless = ein Proxy ist genannt, obwohl public_url nicht hinter einem liegt
advice-proxy-needless-next = setzen Sie public_url auf die https-Adresse des Proxys oder lassen Sie trusted_proxies weg
advice-rules-without-proxy = trusted_proxies ist leer, und /forward-auth antwortet nur vertrauenswürdigen Proxys, deshalb wird niemand zugelassen
advice-mail-loopback = Links in E-Mails führen nur auf diesem Rechner zum Ziel
advice-mail-loopback-next = setzen Sie public_url auf die Adresse, die man eingibt
advice-remember-idle = das ist kürzer als session_idle, deshalb würden Personen, die angemeldet bleiben wollen, früher abgemeldet als andere
advice-remember-idle-next = setzen Sie remember_idle mindestens so lang wie session_idle
advice-remember-absolute = das ist kürzer als session_absolute, deshalb würden Personen, die angemeldet bleiben wollen, früher abgemeldet als andere
advice-remember-absolute-next = setzen Sie remember_absolute mindestens so lang wie session_absolute
advice-database-readable = das führt zu einem anderen Rechner, aber ohne sslmode=verify-full, deshalb ist die Verbindung vielleicht unverschlüsselt
advice-database-readable-next = ergänzen Sie sslmode=verify-full, in einem Build mit --features postgres-tls, oder vergewissern Sie sich, dass das Netzwerk sicher ist
advice-metrics-open = jedes Netzwerk, das diesen Rechner erreicht, kann die Messwerte lesen
advice-metrics-open-next = nennen Sie die Adresse in dem Netzwerk, in dem Prometheus läuft, oder vergewissern Sie sich, dass eine Firewall schützt
advice-socket-open = jeder Benutzer dieses Rechners kann sich mit dem Socket verbinden und selbst bestimmen, welche Adresse aufgezeichnet wird, sofern der Ordner ihn nicht daran hindert
advice-socket-open-next = setzen Sie socket_mode auf 660 und den Ordner des Sockets auf die Gruppe des Proxys
advice-socket-mode-needless = ein Modus ist gesetzt, obwohl listen kein Unix-Socket ist
advice-socket-mode-needless-next = lassen Sie ihn weg oder setzen Sie listen auf unix:PATH

## Administration: events

# $command is shown as code and stays as it is.
events-text = Alles, was geschehen ist, das Neueste zuerst. Hier lässt sich nichts ändern, und der Befehl { $command } zeigt, ob jemand Einträge manipuliert hat.
events-filter = Filtern
events-what-happened = Ereignis
events-about = Betrifft
events-by = Ausgelöst von
events-session = Sitzung
events-from-day = Von ({ $zone })
events-until-day = Bis ({ $zone })
events-show-all = Alle anzeigen
events-none = Kein Ereignis passt. Entfernen Sie einen Filter oder wählen Sie andere Tage.
events-time = Zeit ({ $zone })
events-from-where = Herkunft
events-details-and-request = Details, Anfrage
events-few = Kaum ein Ereignis passt. Für diese Seite wurden 20.000 durchsucht.
events-export = Exportieren
events-export-hint = Alle Ereignisse, die zum Filter passen, das älteste zuerst. Auch der Export selbst wird aufgezeichnet.
events-export-csv = CSV für Tabellen
events-export-json = JSON Lines für Programme
events-last-seal = Das letzte Siegel der Aufzeichnung. Notieren Sie es an einem anderen Ort: Dann fällt auf, wenn jemand das Ende abschneidet.
events-no-such-user = Diesen Benutzer gibt es nicht. Einen gelöschten finden Sie über die ID.
events-everything = Alles

## Administration: kinds of events

event-signed-in = Angemeldet
event-sign-in-failed = Anmeldung fehlgeschlagen
event-session-renewed = Sitzung erneuert
event-key-reused = Alter Sitzungsschlüssel erneut verwendet
event-session-ended = Sitzung beendet
event-password-changed = Passwort geändert
event-confirmation-failed = Falsches Passwort bei Bestätigung
event-password-confirmed = Passwort bestätigt
event-device-named = Gerät umbenannt
event-account-created = Konto erstellt
event-account-suspended = Konto deaktiviert
event-account-reactivated = Konto reaktiviert
event-role-changed = Rolle geändert
event-username-changed = Benutzername geändert
event-setup-link-created = Einrichtungslink erstellt
event-signing-key-created = Signaturschlüssel erstellt
event-signing-key-retired = Signaturschlüssel zurückgezogen
event-account-deleted = Konto gelöscht
event-email-changed = E-Mail-Adresse geändert
event-invitation-created = Einladungslink erstellt
event-invitation-accepted = Einladung angenommen
event-reset-created = Link zum Zurücksetzen des Passworts erstellt
event-password-reset = Passwort zurückgesetzt
event-device-link-created = Gerätelink erstellt
event-browser-known = Browser über Link gemerkt
event-bulk-started = Sammelabmeldung gestartet
event-bulk-finished = Sammelabmeldung abgeschlossen
event-events-exported = Ereignisse exportiert
event-events-deleted = Alte Ereignisse gelöscht
event-second-factor-set-up = Zwei-Faktor-Authentifizierung aktiviert
event-second-factor-removed = Zwei-Faktor-Authentifizierung deaktiviert
event-recovery-codes-created = Neue Wiederherstellungs­codes erstellt
event-recovery-code-used = Wiederherstellungs­code verwendet
event-code-refused = Richtiges Passwort, falscher Code
event-database-restored = Datenbank aus Sicherung wiederhergestellt
event-sign-in-locked = Anmeldung vorübergehend gesperrt
event-sign-in-closed = Anmeldung bis auf Weiteres gesperrt
event-sign-in-reopened = Anmeldung wieder zugelassen
event-tries-refused = Anmeldeversuche abgelehnt
event-mail-failed = E-Mail nicht zugestellt
event-link-mailed = Link per E-Mail gesendet

## Administration: details of events

detail-renewal = Erneuerung Nr. { $number }
detail-key-number = Schlüssel Nr. { $number }
# $old and $new are usernames.
detail-renamed = „{ $old }“ heißt jetzt „{ $new }“
detail-address-noted = Adresse hinterlegt
detail-address-removed = Adresse entfernt
detail-address-verified = bestätigt
detail-not-counted = nicht gezählt
detail-up-to-number = bis Nr. { $number }
# $cause is one of the messages lock-cause-.
detail-locked-seconds =
    { $count ->
        [one] { $cause }, für 1 Sekunde
       *[other] { $cause }, für { $count } Sekunden
    }
detail-locked-minutes =
    { $count ->
        [one] { $cause }, für 1 Minute
       *[other] { $cause }, für { $count } Minuten
    }
detail-tries =
    { $count ->
        [one] von { $network }: 1 Versuch
       *[other] von { $network }: { $count } Versuche
    }
detail-by-password = mit Passwort
detail-by-password-kept = mit Passwort, bleibt angemeldet
detail-by-code = mit Passwort und Code
detail-by-code-kept = mit Passwort und Code, bleibt angemeldet
detail-by-recovery-code = mit Passwort und Wiederherstellungscode
detail-by-recovery-code-kept = mit Passwort und Wiederherstellungscode, bleibt angemeldet
detail-codes-left = noch { $count }
lock-cause-unknown-devices = zu viele falsche Passwörter von unbekannten Geräten
lock-cause-known-device = zu viele falsche Passwörter von einem bekannten Gerät
lock-cause-session = zu viele falsche Passwörter in einer Sitzung
lock-cause-codes = zu viele falsche Codes
lock-cause-recovery-codes = zu viele falsche Wiederherstellungscodes
# An age is put into the sentences below that have $age.
age-less-than-a-day = unter 1 Tag
age-days =
    { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
origin-doorward = Doorward selbst
origin-command-line = Befehlszeile
detail-mail-failed = { $kind }: { $reason }
mail-kind-invitation = Einladung
mail-kind-reset = Zurücksetzen des Passworts
mail-kind-device-link = Gerätelink
mail-failing-refused = der Mailserver hat sie abgelehnt
mail-failing-unanswered = der Mailserver hat sie zwei Tage lang nicht angenommen
mail-failing-outdated = ihr Link war abgelaufen, bevor der Mailserver sie annahm
mail-failing-unreadable = sie war mit einem Server­geheimnis verschlüsselt, das es nicht mehr gibt

## Administration: keys

key-retirement-title = Schlüssel zurückziehen
key-made = Erstellt
key-retirement-text = Für einen Schlüssel, der in fremde Hände geraten sein könnte. Alles, was er signiert hat, wird abgelehnt: hier sofort, auf anderen Instanzen innerhalb einer Sekunde.
key-retirement-signs = Dieser Schlüssel signiert gerade. Deshalb tritt im selben Moment ein neuer an seine Stelle.
key-retirement-nobody-out = Niemand wird abgemeldet: Browser bekommen mit der nächsten Seite neue Token, und Formulare, die gerade unterwegs sind, kommen an. Abgelehnt wird nur, wer nichts als ein mit diesem Schlüssel signiertes Token hat.
key-retirement-final = Der private Schlüssel wird gelöscht. Das lässt sich nicht rückgängig machen.
key-retirement-submit = Schlüssel zurückziehen
keys-title = Signaturschlüssel
keys-overdue = Der Schlüssel, der zurzeit signiert, ist { $age } alt und hätte automatisch ersetzt werden sollen. Sehen Sie im Log nach, woran das liegt, oder erstellen Sie hier einen neuen.
keys-old = Der Schlüssel, der zurzeit signiert, ist { $age } alt, und Schlüssel werden nie automatisch ersetzt. Erstellen Sie hier einen neuen.
keys-text = Mit diesen Schlüsseln werden Zugriffstoken signiert. Die privaten Schlüssel sind verschlüsselt gespeichert und werden nirgends angezeigt.
keys-age = Alter
keys-signs-from = Signiert ab
keys-signs-until = Signiert bis
keys-believed-until = Akzeptiert bis
keys-emergency = Aktion
keys-further-notice = —
keys-deleted-soon = wird bald gelöscht
keys-retire = Zurückziehen
keys-new-title = Neuer Schlüssel
keys-rotation = Schlüssel werden automatisch ersetzt, sobald sie { $age } alt sind (Einstellung key_rotation).
keys-rotation-next = Das geschieht das nächste Mal am { $date }.
keys-rotation-never = Schlüssel werden nie automatisch ersetzt, weil key_rotation auf never steht.
keys-new-text = Hier können Sie sofort einen neuen { $algorithm }-Schlüssel erstellen. Zuerst erfahren alle davon, die Token prüfen; eine Minute später signiert er. Der alte dient dann nur noch zum Prüfen dessen, was er vorher signiert hat, bis auch das Letzte davon abgelaufen ist. Niemand wird abgemeldet.
keys-rotate = Neuen Schlüssel erstellen
keys-leaked-title = Wenn ein Schlüssel in fremde Hände geraten sein könnte
keys-leaked-text = Dann genügt ein neuer Schlüssel nicht: Wer den alten hat, kann weiter Token ausstellen, bis dieser zurückgezogen ist. Ziehen Sie den betroffenen Schlüssel in der Tabelle oben zurück. Sie werden noch einmal gefragt.
keys-made = Ein neuer Schlüssel ist erstellt. Er signiert eine Minute danach, wenn ihn alle Instanzen kennen.
keys-made-already = Ein neuer Schlüssel stand schon bereit, deshalb wurde kein weiterer erstellt.
keys-retired = Der Schlüssel ist zurückgezogen. Nichts, was er signiert hat, wird noch akzeptiert.
key-state-upcoming = in Vorbereitung
key-state-signing = aktiv
key-state-retiring = läuft aus
key-state-retired = zurückgezogen

## Administration: many sessions ended at once

bulk-list-title = Sammelabmeldungen
bulk-list-empty = Noch gab es keine Sammelabmeldung.
bulk-begun = Begonnen
bulk-which = Sitzungen
session-ended = Beendet
bulk-done = Fertig
bulk-everybody = alle Benutzer
bulk-all-alive = alle aktiven Sitzungen
bulk-not-yet = noch nicht
bulk-everybody-title = Alle Benutzer abmelden
bulk-title = Sammelabmeldung
bulk-everybody-text = Alle müssen sich neu anmelden, auch Sie. Das gilt sofort und auf jeder Instanz.
bulk-no-filter = Diese Suche ist nicht eingegrenzt. Gefunden werden alle aktiven Sitzungen, auch Ihre eigene.
bulk-text = Alle gefundenen aktiven Sitzungen werden beendet, auch Ihre eigene, wenn sie darunter ist. Sitzungen, die ab jetzt beginnen, bleiben bestehen.
bulk-submit = Diese Sitzungen beenden
bulk-count =
    { $count ->
        [one] 1 Sitzung wird beendet.
       *[other] { $count } Sitzungen werden beendet.
    }
bulk-count-more = Mehr als { $count } Sitzungen werden beendet.
bulk-show-title = Fortschritt der Sammelabmeldung
bulk-finished = Die Sitzungen sind beendet
bulk-running = Sitzungen werden beendet
sessions-ended =
    { $count ->
        [one] 1 Sitzung wurde beendet.
       *[other] { $count } Sitzungen wurden beendet.
    }
bulk-progress-of = Bisher beendet: { $ended } von { $matched }.
bulk-progress = Bisher beendet: { $ended }.
bulk-progress-title = Fortschritt
bulk-leave = Sie können diese Seite verlassen: Der Vorgang läuft weiter, auch über einen Neustart hinweg.
bulk-look-again = Fortschritt aktualisieren
bulk-look-again-hint = Die Antwort kommt, sobald weitere Sitzungen beendet sind, spätestens nach fünf Sekunden.
bulk-by = von { $username }
bulk-list-link = Alle Sammelabmeldungen

## Administration: sessions

session-list-hint = Benutzer: ein Name, eine E-Mail-Adresse oder der Anfang davon mit * am Ende. Gerät: Wörter wie Firefox oder Android.
session-list-none = Keine Sitzung gefunden.
session-list-all-alive = Alle aktiven Sitzungen anzeigen
session-list-tick = Auswählen
session-list-tick-label = Auswählen: { $username }, { $device }, angemeldet { $time }
session-list-end = Ausgewählte Sitzungen beenden
session-list-many-accounts = Sehr viele Konten haben eine solche E-Mail-Adresse. Angezeigt werden nur die Sitzungen der ersten 50. Geben Sie mehr von der Adresse ein.
session-list-not-full = Diese Seite ist nicht voll: Nur wenige der durchsuchten Sitzungen passen.
session-list-many = Sammelabmeldungen
session-list-end-all = Alle gefundenen beenden
session-list-end-all-hint = Sie sehen zuerst die Anzahl. Beendet wird erst, wenn Sie bestätigen.
session-search-network = IP-Adresse oder Netzwerk
session-search-either = Egal
session-search-yes = Ja
session-search-no = Nein
sessions-count =
    { $count ->
        [one] 1 Sitzung
       *[other] { $count } Sitzungen
    }
sessions-count-more = Mehr als { $count } Sitzungen
filters-more = Weitere Filter
session-list-any-time = Gesamter Zeitraum
session-list-none-ticked = Es wurde nichts geändert: Wählen Sie zuerst eine aktive Sitzung aus.
session-page-title = Sitzung von „{ $username }“
session-page-password-entered = Passwort eingegeben
session-page-renewals = Erneuerungen
session-page-ends-unused = Läuft bei Inaktivität ab
session-page-user-agent = User-Agent
session-page-your-own = Das ist Ihre eigene Sitzung: Sie werden hier abgemeldet.
session-page-events = Ereignisse
session-page-ended-by = beendet von „{ $username }“
session-state-live = aktiv
session-state-idle = abgelaufen (inaktiv)
session-state-time-up = abgelaufen (Höchstdauer)
session-state-signed-out = abgemeldet
session-state-elsewhere = von einem anderen Gerät aus abgemeldet
session-state-replaced = durch neue Sitzung ersetzt
session-state-password = durch Passwortänderung beendet
session-state-suspended = Konto deaktiviert
session-state-reused = alter Sitzungsschlüssel erneut verwendet
session-state-limit = zu viele Geräte
session-state-operator = über die Befehlszeile beendet
session-state-admin = von einem Administrator beendet
session-state-reset = Passwort zurückgesetzt
session-state-deleted = Konto gelöscht
session-state-restored = aus Sicherung wiederhergestellt
session-state-second-factor = Zwei-Faktor-Authentifizierung geändert
session-state-second-factor-demanded = Zwei-Faktor-Authentifizierung fehlte
session-state-expired = abgelaufen
session-state-revoked = vorzeitig beendet
session-state-any = alle, auch beendete
time-filter-within-hours =
    { $count ->
        [one] in der letzten Stunde
       *[other] in den letzten { $count } Stunden
    }
# Never less than two days.
time-filter-within-days = in den letzten { $count } Tagen
time-filter-beyond-hours =
    { $count ->
        [one] vor mehr als 1 Stunde
       *[other] vor mehr als { $count } Stunden
    }
# Never less than two days.
time-filter-beyond-days = vor mehr als { $count } Tagen
time-filter-since = ab { $date }
time-filter-until = vor dem { $date }
# Such as Firefox on Linux.
device-browser-on-system = { $browser } auf { $system }
device-unknown = Unbekanntes Gerät
session-list-skip-to-actions = Zu den Aktionen springen
session-list-tick-none = Auswahl aufheben
session-list-tick-all = Alle auf dieser Seite auswählen
ticked-title = Diese Sitzungen beenden?
ticked-your-own = Ihre eigene ist darunter: Sie werden hier abgemeldet.

## Administration: settings

settings-text = Diese Werte gelten auf dieser Instanz. Sie werden in doorward.toml, in der Umgebung oder mit Befehlszeilenoptionen gesetzt; Änderungen gelten ab dem nächsten Start. Die Erläuterungen sind auf Englisch.
settings-setting = Einstellung
settings-value = Wert
settings-default = Standard
settings-meaning = Beschreibung

## Administration: users

user-list-name-or-email = Benutzername oder E-Mail
user-list-everybody = Alle anzeigen
user-list-hint = Ein Name, eine E-Mail-Adresse oder der Anfang davon mit * am Ende.
user-invite = Benutzer einladen
user-list-none = Niemand gefunden. Ändern Sie die Suche oder zeigen Sie alle an.
user-list-count =
    { $count ->
        [one] 1 Benutzer
       *[other] { $count } Benutzer
    }
user-list-count-more = Mehr als { $count } Benutzer
user-list-all = Alle
user-list-all-but-deleted = Alle außer gelöschten
user-new-text = Damit erstellen Sie ein Konto und einen Link. Sie geben den Link weiter, und die eingeladene Person legt ihr Passwort selbst fest. Niemand sonst bekommt es je zu sehen.
username-hint = Buchstaben a–z, Ziffern, Punkte, Bindestriche und Unterstriche.
user-new-email = E-Mail-Adresse (optional)
user-email-hint = An diese Adresse gehen Links per E-Mail. Sobald die Person mit einem solchen Link ein Passwort gewählt hat, dient sie auch für ein neues. Anmelden kann man sich damit nicht.
user-new-by-mail = Einladung an diese Adresse senden, falls angegeben
user-new-by-mail-hint = Dann sieht nur die eingeladene Person den Link. Sonst senden Sie ihn selbst.
user-new-no-mail-server = Es ist kein Mailserver eingerichtet: Die E-Mail wird zu einer Datei auf dem Server, und niemand erhält sie.
user-new-mail-more = Nachricht und Sprache der E-Mail
user-new-message = Nachricht (optional)
user-new-language = Sprache der E-Mail
user-new-message-too-long = Verwenden Sie höchstens 1.000 Zeichen.
user-new-submit = Konto und Link erstellen
user-new-taken-invited = „{ $username }“ ist schon eingeladen. Ist der Link verloren gegangen, erstellen Sie auf der Seite des Kontos einen neuen.
user-state-active = Aktiv
user-state-invited = Eingeladen
user-state-suspended = Deaktiviert
user-state-deleted = Gelöscht

## Administration: a link to hand over

made-link-title = Senden Sie diesen Link an „{ $username }“
made-link-until = Gültig bis
made-link-copy = Kopieren Sie den Link jetzt: Er wird nur dieses eine Mal angezeigt und nirgends gespeichert. Geht er verloren, erstellen Sie auf der Seite des Kontos einen neuen.
made-link-copy-reload = Kopieren Sie den Link jetzt: Er wird nur dieses eine Mal angezeigt und nirgends gespeichert. Wenn Sie diese Seite später neu laden, entsteht ein anderer Link, und dieser gilt nicht mehr.
made-link-message = Nachricht zum Verschicken
made-link-message-invitation =
    Hallo { $username }, hier ist Ihre Einladung zu { $site }:
    { $link }
    Öffnen Sie den Link und legen Sie Ihr Passwort fest. Er gilt einmal, bis { $time }.
made-link-message-reset =
    Hallo { $username }, mit diesem Link legen Sie ein neues Passwort für { $site } fest:
    { $link }
    Er gilt einmal, bis { $time }.
made-link-message-device =
    Hallo { $username }, öffnen Sie diesen Link in dem Browser, in dem Sie sich bei { $site } anmelden möchten:
    { $link }
    Ihr Konto merkt sich damit den Browser. Er gilt einmal, bis { $time }.
made-link-qr = Link als QR-Code zeigen
made-link-qr-alt = QR-Code mit dem Link oben
made-link-to-account = Zum Konto „{ $username }“
made-link-invited = „{ $username }“ ist eingeladen.
made-link-invited-text = Wer den Link öffnet, legt das Passwort für „{ $username }“ fest. Der Link gilt einmal.
made-link-reset = Das Zurücksetzen des Passworts für „{ $username }“ ist vorbereitet.
made-link-reset-text = Wer den Link öffnet, legt ein neues Passwort für „{ $username }“ fest. Der Link gilt einmal; bis dahin ändert sich nichts.
made-link-device = Ein Gerätelink für „{ $username }“ ist erstellt.
made-link-device-text = Das Konto „{ $username }“ merkt sich den Browser, in dem der Link geöffnet wird. Dort kann man sich dann mit Benutzername und Passwort anmelden, auch während Fremde versuchen, das Passwort zu erraten. Der Link gilt einmal und meldet niemanden an.

## Administration: one user

user-locked-title = Zu viele falsche Passwörter
user-locked-text = Andere Geräte, die schon einmal angemeldet waren, werden weiterhin zugelassen. Für ein neues Gerät erstellen Sie einen Gerätelink, oder Sie lassen Versuche wieder zu.
user-unlock = Versuche wieder zulassen
user-codes-locked-title = Zu viele falsche Codes
user-codes-locked-text = Wer diese Codes eingegeben hat, kannte das Passwort. War das nicht der Inhaber des Kontos, setzen Sie das Passwort zurück: Mit einem neuen Passwort zählen die Codes bei Anmeldungen von vorn.
user-unlock-codes = Codes wieder zulassen
user-about = Konto
user-deleted-on = Gelöscht
user-invitation-until = Einladung gültig bis
user-reset-until = Link zum Zurücksetzen gültig bis
user-device-link-until = Gerätelink gültig bis
user-codes-left =
    { $count ->
        [one] noch 1 Wiederherstellungscode
       *[other] noch { $count } Wiederherstellungscodes
    }
user-id = Benutzer-ID
user-rename-text = Das Konto bleibt dasselbe, mit Sitzungen, Links und Aufzeichnungen. Für Apps, die Personen am Namen erkennen, ist es danach jemand anderes.
user-rename-rules-hint = Rechte in access_rules gelten für den Namen: Wer ihn bekommt, hat sie.
user-rename-rules = Regeln für diesen Namen: { $rules }
user-rename = Umbenennen
user-email-links-hint = Wenn Sie die Adresse ändern, werden offene Links ungültig.
user-email-verified = bestätigt
user-signing-in = Anmeldung
user-row-invitation = Einladung
user-row-device-link = Gerätelink
user-row-suspension = Deaktivierung
user-row-deletion = Löschung
user-row-suspension-text = Meldet das Konto überall ab. Anmelden kann sich damit niemand, bis ein Administrator es reaktiviert.
user-row-deletion-text = Entfernt das Konto endgültig. Vorher sehen Sie, was das bedeutet.
user-row-sessions-text = Meldet das Konto auf allen Geräten ab. Wer das Passwort kennt, kann sich wieder anmelden.
user-row-second-factor-text = Sie ist aktiv. Wird sie entfernt, gelten die App und alle Wiederherstellungscodes nicht mehr, und das Konto wird überall abgemeldet.
user-row-make-admin-text = Administratoren können hier alles sehen und ändern.
user-row-take-role-text = Ohne die Administratorrolle ist die Verwaltung für das Konto nicht zugänglich.
user-suspended = Das Konto ist deaktiviert: Niemand kann sich damit anmelden.
user-reactivate = Konto reaktivieren
user-no-password = Es ist noch kein Passwort festgelegt. Eine neue Einladung ersetzt die vorige.
user-reset-text = Erstellt einen Link, den Sie weitergeben. Wer ihn öffnet, legt ein neues Passwort fest; danach ist das Konto überall abgemeldet.
user-device-link-text = Mit einem Gerätelink merkt sich das Konto einen Browser. Dort ist die Anmeldung auch dann möglich, wenn Fremde versuchen, das Passwort zu erraten.
user-own-account = Das ist Ihr eigenes Konto. „Überall abmelden“ beendet auch die Sitzung, die Sie gerade verwenden.
user-new-invitation = Neue Einladung erstellen
user-reset = Link zum Zurücksetzen erstellen
user-device-link = Gerätelink erstellen
user-send-by-mail = Per E-Mail senden
act-send-link = Link per E-Mail senden
user-sign-out-everywhere = Überall abmelden
user-end-sessions = „{ $username }“ überall abmelden
user-remove-second-factor-link = Zwei-Faktor-Authentifizierung deaktivieren …
user-suspend-link = Konto deaktivieren
user-role-and-deletion = Rolle und Löschung
user-take-role = Administratorrolle entziehen
user-make-admin = „{ $username }“ zum Administrator machen
user-delete-link = Konto löschen …
user-no-sessions = Nirgends angemeldet.
user-all-events = Alle Ereignisse dieses Kontos
user-renamed = Der Name ist geändert. Ab jetzt gilt er für die Anmeldung.
user-role-changed = Die Rolle ist geändert. Sie gilt ab dem nächsten Klick.
user-is-suspended = Das Konto ist deaktiviert und überall abgemeldet, und offene Links gelten nicht mehr.
user-is-active = Das Konto ist wieder aktiv. Der Inhaber muss sich neu anmelden.
user-nothing-changed = Es wurde nichts geändert.
user-is-unlocked = Falsche Passwörter und falsche Codes zählen nicht mehr. Neue Versuche sind möglich.
user-link-is-mailed = Der Link ist per E-Mail unterwegs.
user-link-is-filed = Die E-Mail wurde in eine Datei auf dem Server geschrieben, weil kein Mailserver eingerichtet ist: Niemand erhält sie.
user-sessions-ended = Das Konto ist überall abgemeldet.
user-session-ended = Dieses Gerät ist abgemeldet.
user-email-saved = Die E-Mail-Adresse ist gespeichert. Offene Links gelten nicht mehr.
user-second-factor-removed = Die Zwei-Faktor-Authentifizierung ist deaktiviert, und das Konto ist überall abgemeldet.
user-is-deleted = Das Konto ist gelöscht.

## Administration: questions before something grave is done to an account

ask-delete-no-sign-in = Mit diesem Konto kann sich niemand mehr anmelden. Das lässt sich nicht rückgängig machen.
ask-sessions-end = Das Konto wird sofort überall abgemeldet, und offene Links gelten nicht mehr.
ask-delete-removed = Passwort und E-Mail-Adresse werden sofort entfernt. Was mit dem Konto getan wurde, bleibt bei den Ereignissen aufgezeichnet.
ask-delete-name = Der Name bleibt etwa einen Monat lang vergeben, bis die Sitzungen des Kontos nicht mehr aufgezeichnet sind.
ask-delete-own = Das ist Ihr eigenes Konto: Sie werden sofort abgemeldet.
ask-delete-title = Konto „{ $username }“ löschen?
ask-delete-submit = Konto löschen
ask-suspend-no-sign-in = Mit diesem Konto kann sich niemand anmelden, bis ein Administrator es reaktiviert.
ask-suspend-own = Das ist Ihr eigenes Konto: Nur ein anderer Administrator kann Sie wieder hereinlassen.
ask-suspend-title = Konto „{ $username }“ deaktivieren?
ask-suspend-submit = Konto deaktivieren
ask-make-admin-text = Administratoren können hier alles sehen und ändern. Das gilt ab dem nächsten Klick.
ask-make-admin-title = „{ $username }“ zum Administrator machen?
ask-take-role-own = Das ist Ihr eigenes Konto: Die Verwaltung ist für Sie sofort nicht mehr zugänglich.
ask-take-role-back = Nur ein anderer Administrator kann die Rolle wieder vergeben.
ask-take-role-text = Die Verwaltung ist für dieses Konto sofort nicht mehr zugänglich.
ask-take-role-title = „{ $username }“ die Administratorrolle entziehen?
ask-take-role-submit = Rolle entziehen
second-factor-removal-title = Zwei-Faktor-Authentifizierung von „{ $username }“ deaktivieren?
second-factor-removal-text = Tun Sie das nur, wenn jemand sowohl die App als auch die Wiederherstellungscodes verloren hat und Sie sicher sind, dass es wirklich diese Person ist: Treffen Sie sich mit ihr, oder rufen Sie sie unter einer Nummer an, die Sie schon vorher kannten. Eine E-Mail oder Nachricht genügt nicht.
second-factor-removal-ends = Die App und alle Wiederherstellungscodes gelten sofort nicht mehr, und das Konto wird überall abgemeldet.
second-factor-removal-password-only = Bis wieder eine App eingerichtet ist, genügt zum Anmelden das Passwort.
second-factor-removal-check = Wie haben Sie die Identität geprüft?
second-factor-removal-check-hint = Wird aufgezeichnet, und die betroffene Person kann es lesen. Zum Beispiel: unter der Nummer aus dem Personalverzeichnis zurückgerufen.
second-factor-removal-submit = Zwei-Faktor-Authentifizierung deaktivieren
ask-end-sessions-text = Das Konto wird sofort auf allen Geräten abgemeldet. Wer das Passwort kennt, kann sich wieder anmelden.
ask-end-sessions-title = „{ $username }“ überall abmelden?

## The pages of a list

pager-title = Seiten
pager-first = Erste Seite
pager-previous = Vorherige Seite
pager-next = Nächste Seite
pager-last = Letzte Seite

## The description of the API

api-reference-title = API-Referenz
api-reference-text = Für Entwickler. Diese Seite zeigt dieselbe Beschreibung, die Programme lesen:

## Answers of the API

api-bulk-none = Keine aktive Sitzung passt: Es wurde nichts begonnen
api-bulk-more = Es passen mehr Sitzungen, als Sie erwarten: Es wurde nichts begonnen. Fragen Sie die Anzahl neu ab
api-cursor = Dieser Cursor gehört nicht zu einer Antwort auf diese Suche: Beginnen Sie ohne Cursor
api-token-needed = Ein Zugriffstoken ist nötig: Senden Sie es im Header Authorization
api-token-expired = Das Token ist abgelaufen
api-token-invalid = Das Token ist ungültig
api-token-one = Senden Sie genau ein Zugriffstoken in genau einem Header Authorization
api-admin-only = Nur für Administratoren
api-password-old = Die Passworteingabe ist dafür zu lange her: Melden Sie sich neu an
api-password-just-now = Dafür muss das Passwort in den letzten zwei Minuten eingegeben worden sein: Melden Sie sich neu an
api-session-over = Die Sitzung ist beendet: Melden Sie sich neu an
api-code-needed = Ein Code ist nötig: Für dieses Konto ist die Zwei-Faktor-Authentifizierung aktiviert
api-code-wrong = Der Code ist falsch oder abgelaufen: Jeder gilt einmal und etwa eine Minute lang
api-code-used = Der Code wurde bereits verwendet: Jeder gilt nur einmal
api-code-impossible = Das ist kein gültiger Code: Senden Sie sechs Ziffern aus der App oder einen Wiederherstellungscode
api-code-unreadable = Codes aus der App können nicht mehr geprüft werden: Verwenden Sie einen Wiederherstellungscode
api-second-factor-demanded = Für dieses Konto muss zuerst die Zwei-Faktor-Authentifizierung eingerichtet werden: Melden Sie sich mit einem Browser an
api-codes-paused = Zu viele falsche Codes: Senden Sie einen Wiederherstellungscode
api-recovery-codes-paused = Zu viele falsche Wiederherstellungscodes: Senden Sie einen Code aus der App
api-all-codes-paused = Zu viele falsche Codes: Versuchen Sie es später erneut oder senden Sie das device_token einer früheren Anmeldung
api-codes-closed = Zu viele falsche Codes: Senden Sie das device_token einer früheren Anmeldung oder bitten Sie einen Administrator, Codes wieder zuzulassen
api-tries-closed = Zu viele Versuche: Senden Sie das device_token einer früheren Anmeldung oder bitten Sie einen Administrator, neue zuzulassen
api-too-many-tries = Zu viele Versuche: Warten Sie so lange, wie Retry-After angibt, senden Sie das device_token einer früheren Anmeldung oder wenden Sie sich an einen Administrator
api-too-many-changes = Zu viele Änderungen: Warten Sie so lange, wie Retry-After angibt
api-not-found = Unter dieser Adresse gibt es nichts
api-method = Diese Adresse unterstützt diese Methode nicht
api-bad-request = Die Anfrage entspricht nicht der Dokumentation
api-media-type = Der Body muss application/json sein
api-too-large = Der Body ist zu groß
api-too-slow = Der Body kam zu langsam an
api-past-proxy = Verbindungen zu diesem Port sind dem Proxy vorbehalten
api-busy = Zurzeit zu viele Anfragen: Versuchen Sie es in einigen Sekunden erneut
api-unavailable = Zurzeit nicht verfügbar: Versuchen Sie es in einigen Sekunden erneut
api-internal = Hier ist etwas schiefgelaufen; der Fehler wurde aufgezeichnet
api-tokens-symmetric = Token sind mit HS256 signiert; das kann sonst niemand prüfen

## Mail

mail-greeting = Hallo { $username },
mail-link-until = Der Link funktioniert einmal, bis { $time }.
mail-message = Eine Nachricht für Sie:
mail-message-from = { $sender } schreibt dazu:
mail-test-subject = Test-E-Mail von { $site }
mail-test-text = Diese E-Mail wurde gesendet, um zu prüfen, ob E-Mails von { $site } ankommen. Sie ist angekommen.
mail-invitation-subject = Ihre Einladung zu { $site }
mail-invitation-text = Sie sind zu { $site } eingeladen. Ihr Benutzername ist { $username }. Wählen Sie ein Passwort, um sich zum ersten Mal anzumelden.
mail-invitation-text-by = { $sender } lädt Sie zu { $site } ein. Ihr Benutzername ist { $username }. Wählen Sie ein Passwort, um sich zum ersten Mal anzumelden.
mail-invitation-button = Passwort wählen
mail-invitation-unasked = Wenn Sie nicht wissen, worum es geht, ignorieren Sie diese E-Mail: Ohne Passwort kann niemand das Konto verwenden.
mail-reset-subject = Neues Passwort für { $site } wählen
mail-reset-text = Mit diesem Link können Sie ein neues Passwort für Ihr Konto { $username } bei { $site } wählen. Ihr jetziges Passwort gilt bis dahin.
mail-reset-text-by = { $sender } sendet Ihnen diesen Link, damit Sie ein neues Passwort für Ihr Konto { $username } bei { $site } wählen können. Ihr jetziges Passwort gilt bis dahin.
mail-reset-button = Neues Passwort wählen
mail-reset-unasked = Wenn Sie nicht darum gebeten haben, ignorieren Sie diese E-Mail: Nichts ändert sich, bevor der Link verwendet wird. Geben Sie ihn niemals weiter.
mail-device-subject = Wieder bei { $site } anmelden
mail-device-text = Jemand, vielleicht Sie, hat einen Link angefordert, mit dem sich ein neuer Browser bei Ihrem Konto { $username } bei { $site } anmelden darf. Öffnen Sie ihn in dem Browser, in dem Sie sich anmelden möchten: Dort können Sie sich sofort mit Ihrem Passwort anmelden, was immer Fremde probiert haben.
mail-device-text-by = { $sender } sendet Ihnen diesen Link für Ihr Konto { $username } bei { $site }. Öffnen Sie ihn in dem Browser, in dem Sie sich anmelden möchten: Dort können Sie sich sofort mit Ihrem Passwort anmelden, was immer Fremde probiert haben.
mail-device-button = Diesen Browser zulassen
mail-device-unasked = Der Link meldet niemanden an. Wenn Sie ihn nicht brauchen, ignorieren Sie diese E-Mail.

## Links by mail that people ask for

link-request-reset-title = Passwort vergessen?
link-request-reset-text = Geben Sie Ihren Benutzernamen oder die E-Mail-Adresse Ihres Kontos ein. Sie erhalten einen Link, mit dem Sie ein neues Passwort wählen.
link-request-reset-submit = Link senden
link-request-device-title = Diesen Browser zulassen
link-request-device-text = Geben Sie Ihren Benutzernamen oder die E-Mail-Adresse Ihres Kontos ein. Sie erhalten einen Gerätelink: Öffnen Sie ihn in diesem Browser, dann können Sie sich hier sofort anmelden, was immer Fremde probiert haben.
link-request-device-submit = Gerätelink senden
link-request-name = Benutzername oder E-Mail-Adresse
link-request-missing = Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein.
link-request-no-mail = Diese Website sendet keine E-Mails.
link-request-nothing-came = Nichts angekommen?
link-requested = Wenn es ein solches Konto gibt, ist die E-Mail unterwegs.
link-requested-text = Der Link funktioniert eine Stunde lang. Er geht an die E-Mail-Adresse des Kontos, wenn feststeht, dass E-Mails dort ankommen. In einer Stunde gibt es höchstens drei solche E-Mails, und jeder ihrer Links funktioniert. Sehen Sie auch im Spam-Ordner nach.
