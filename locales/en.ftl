### English. The other languages are compared with this file: they have the same messages with the same values.

## The language itself

# What the language is called in the language itself.
language-name = English
# What stands between groups of three digits.
language-digit-separator = ,

## Words that several pages share

cancel = Cancel
save = Save
search = Search
clear = Clear
show = Show
state = State
status = Status
number = Number
time-when = When
event-what = What
event-by = By
look-further = Look further
back-to-list = Back to the list
times-are-utc = Times are in UTC.
nothing-set = none
never = never
username = Username
email-address = E-mail address
email = E-mail
password = Password
password-change = Change password
password-new = New password
password-new-again = The same password again
password-hint = At least { $count } characters. Four or five words that do not belong together are easy to remember and hard to guess. Any characters will do, spaces too.
password-current = Current password
user = User
role = Role
role-admin = Administrator
role-user = User
account = Account
account-since = Account since
account-last-signed-in = Last signed in
device = Device
device-name = Name of this device
network-address = Address
session-signed-in = Signed in
session-last-seen = Last seen
session-ends-at-latest = Ends at the latest
session-this = this session
session-kept-signed-in = kept signed in
session-kept-signed-in-label = Kept signed in
session-end = End this session
sessions-show-own = See your sessions
sessions = Sessions
users = Users
recent-activity = Recent activity
second-factor = Second factor
code = Code
code-hint-app = Six digits from your authenticator app.
key = Key
key-algorithm = Algorithm
sign-in = Sign in
sign-out = Sign out
not-signed-in-title = You are not signed in
not-signed-in = Not signed in
own-account = Your account

## The frame of every page

frame-skip-to-content = Skip to the content
frame-signed-in-as = Signed in as
frame-administration = Administration
role-admin-badge = admin
site-help = Help
site-privacy = Privacy
site-imprint = Imprint
frame-home = Home
frame-appearance = Appearance
frame-appearance-automatic = Automatic
frame-appearance-light = Light
frame-appearance-dark = Dark
frame-breadcrumbs = You are here

## The frame of the pages of administrators

admin-overview = Overview
admin-sessions = Sessions
admin-session-end = End this session
admin-session-this = this session
admin-events = Events
admin-keys = Keys
admin-settings = Settings

## Signing in

login-keep-signed-in = Keep me signed in
login-keep-signed-in-hint = Only on a device that is yours.
login-leads-to = to continue to { $app }
login-forgotten = Forgot your password?
login-forgotten-ask = Ask whoever invited you, or an administrator.
login-forgotten-help = Get help
login-account-made = The account is made, and the setup link does not work any more. Sign in with it.
login-password-chosen = Your password is chosen, and the link does not work any more. Sign in with it.
login-browser-known = This browser is known to the account now, and the link does not work any more. Sign in with your name and password: tries of strangers do not keep you out.
login-begin-again = That took too long, or the account was changed meanwhile. Begin again with your password.
login-return-too-long = The address of the page that you came from is too long to be kept meanwhile. Sign in, then open it again from where you found it.
login-no-account-yet = There is no account yet. Open the setup link that Doorward printed when it started; a restart prints a new one.
login-refused = Name and password do not fit. Check both and try again. Capitals in the password count.
api-login-refused = Name and password do not fit
login-cancel = Cancel this sign-in

## The second step of signing in

second-step-title = Enter the code
second-step-text = Your password was right. Now your authenticator app: open it and enter the six digits that it shows for this site.
second-step-without-phone = Without your phone
second-step-recovery-code = Recovery code
second-step-recovery-code-hint = One of those that you kept when you set this up. Each works once.
second-step-recovery-code-submit = Sign in with it
second-step-lost-both = If you have lost both, ask an administrator.
second-step-required = Your password was right. This site asks for a second factor too, so that a stolen password alone lets nobody in.
second-step-show-key = Show me the key for the app
code-needed = Enter a code too: this account has a second factor.
code-impossible = This cannot be a code. The app shows six digits; a recovery code has ten letters and digits.
code-wrong = This code does not fit. Each works once and for a minute or so: wait for the next one.
recovery-code-wrong = This recovery code does not fit. Look at each letter and digit.
code-used = This code was used already. Wait until the app shows the next one.
recovery-code-used = This recovery code was used before. Each works once: take another one.
code-unreadable = Codes of your app cannot be checked any more. Use a recovery code, or ask an administrator.
code-too-many =
    { $minutes ->
        [one] Too many wrong codes. Try again in a minute.
       *[other] Too many wrong codes. Try again in { $minutes } minutes.
    }
code-too-many-closed = Too many wrong codes. Ask an administrator to remove the second factor.
recovery-code-too-many =
    { $minutes ->
        [one] Too many wrong recovery codes. Try again in a minute.
       *[other] Too many wrong recovery codes. Try again in { $minutes } minutes.
    }
recovery-code-too-many-closed = Too many wrong recovery codes. Ask an administrator to remove the second factor.
recovery-code-still-works = A recovery code still works.
code-still-works = A code of the app still works.
throttled-seconds =
    { $seconds ->
        [one] Too many tries. Try again in 1 second.
       *[other] Too many tries. Try again in { $seconds } seconds.
    }
throttled-minutes =
    { $minutes ->
        [one] Too many tries. Try again in 1 minute.
       *[other] Too many tries. Try again in { $minutes } minutes.
    }
throttled-ways-in = You need not wait in another browser in which you have signed in before. Or ask your administrator for a device link, which makes this browser known to your account.

## The first account

setup-title = Set up
setup-heading = Make the first administrator
setup-text = Afterwards you sign in with it, and invite others under Administration, Users.
setup-submit = Make the account
setup-closed-title = This setup link does not work
setup-closed-text = Either there is an account already, so sign in, or the link is incomplete or older than a day. Restarting Doorward prints a new one while there is no account.

## Links by which people choose a password or make a browser known

account-link-title = Choose a password
account-link-invited = You are invited as { $username }. Choose the password that you will sign in with.
account-link-reset = This is a new password for { $username }. All sessions of this account end when it is chosen.
account-link-submit = Choose this password
account-link-closed-title = This link does not work
account-link-closed-invitation = An invitation works once, for seven days, and only until a newer one is made. If you have chosen a password already, sign in; if not, ask an administrator for a new invitation.
account-link-closed-reset = A link for a new password works once, for an hour, and only until a newer one is made. If you have chosen a password already, sign in; if not, ask an administrator for a new link.
account-link-closed-device = A device link works once, for an hour, and only until a newer one is made. If you have opened it in this browser already, sign in; if not, ask an administrator for a new link.
device-link-title = Make this browser known
device-link-text = This makes the browser that you are using known to the account { $username }. You can then sign in here even while strangers try passwords at the account. It signs nobody in: name and password are asked for as always.
device-link-hint = Only on a device that is yours. The link works once.

## The start page

welcome-signed-out = You have signed out of this browser. Your sessions on other devices go on.
welcome-text = Sign in to see your account and the devices you are signed in on.
home-hello = Hello, { $username }
home-ended-by-admin = by an administrator
home-other-sessions = Other sessions
home-no-others = You are signed in nowhere else.
home-others =
    { $count ->
        [one] You have one other session.
       *[other] You have { $count } other sessions.
    }
home-not-you = Something here that was not you? Change your password: that signs out every other device.

## The page of one's account

account-guessed-title = Somebody is guessing your password
account-guessed-text = If that was not you: where you have signed in before, you can sign in as always. For a new device, ask an administrator for a device link. If it was a known device or a session, end your other sessions and change your password.
account-session-since = Signed in here since
account-password-hint = Changing it signs you out everywhere else.
account-second-factor-on = On: signing in takes your password and a code of your authenticator app.
second-factor-change = Change the second factor
account-second-factor-off = Off: whoever learns your password can sign in as you. An authenticator app on your phone prevents that.
second-factor-set-up = Set up a second factor
account-sessions-hint = See where you are signed in, and sign out of what you do not use.

## One's password

password-changed = Your password is changed. Every other session of yours has ended.
password-change-hint = You stay signed in here; every other session of yours ends at once.
password-not-current = This is not your current password.
password-already-yours = This is your password already. Choose another one.
passwords-differ = The two passwords differ. Type the same one twice.
password-too-long = Too long: use at most 256 characters.
password-too-short = Too short: use at least { $count } characters.
password-common = Too easy to guess: it is made of passwords and words that attackers try first. Take a few words that do not belong together.
password-context = Too easy to guess: it is built from the name of this site or your username. Leave those out.
password-repeats = Too easy to guess: it repeats the same piece. Use different words.
password-sequence = Too easy to guess: it is a run of neighbouring keys, letters or digits.
password-date = Too easy to guess: it is mostly a date or a year.

## One's sessions

own-sessions-text = Each is one login on one device. What you end here stops working at once.
own-sessions-sign-out-here = Sign out here
own-sessions-elsewhere-hint = Ends all sessions but this one. You may be asked for your password.
sessions-end-others = End all other sessions
own-sessions-limit = An account can have { $count } sessions at once. One more login ends the one that was unused for longest.
own-sessions-name-device = Name this device
own-sessions-signed-out-elsewhere = You are signed out everywhere else.
own-sessions-signed-out = { $device } is signed out.
own-sessions-name-saved = The name is saved: { $device }
own-sessions-name-removed = The name is removed: { $device }

## One's second factor

two-factor-turned-off = The second factor is off. The app's codes and the recovery codes do not work any more, and every other session of yours has ended.
two-factor-key-gone = The key that you were shown is not good any more. Begin again.
two-factor-app = Authenticator app
second-factor-since = on since { $date }
two-factor-recovery-codes = Recovery codes
two-factor-codes-left = { $count } left
two-factor-codes-few = Few recovery codes are left. Make new ones before you need them.
two-factor-acts-hint = Each of these asks for your password and a code, and signs you out everywhere else.
two-factor-new-codes = Make new recovery codes
two-factor-another-app = Set up another app
two-factor-turn-off = Turn the second factor off
two-factor-new-phone = To move to a new phone, set up another app there: the old one works until the new one has shown a right code.
two-factor-demanded = This site asks for a second factor, so it cannot be turned off.
two-factor-why = With a second factor, signing in takes your password and six digits from an authenticator app. A stolen password alone then lets nobody in.
two-factor-app-needed = You need an authenticator app, on your phone for example. Any app that shows six digits will do.
two-factor-set-up = Set it up
two-factor-phishing = It does not protect against a page that imitates this one: look at the address before you type a code.
enrolment-title = Set up an authenticator app
enrolment-scan = Scan this with the app. If you cannot, type the key into it, or open it on this device.
enrolment-qr-alt = QR code with the key below
enrolment-open-app = Open it in an app on this device
enrolment-code = The code that the app shows now
enrolment-submit = Turn it on
enrolment-hint = Nothing changes before a code has fitted. The key is shown on this page only, and good for a quarter of an hour.
enrolment-code-wrong = This is not the code that goes with the key. If it fails again, let the phone set its time by itself.
recovery-codes-title = Keep these recovery codes
recovery-codes-enabled = The second factor is on. From now on signing in takes a code of the app, and every other session of yours has ended.
recovery-codes-replaced = These take the place of the old ones, which do not work any more. Every other session of yours has ended.
recovery-codes-text = If you lose the app, each of these lets you in once, together with your password. Write them down or print them, and keep them away from the phone.
recovery-codes-once = They are shown this once.
recovery-codes-kept = I have kept them
recovery-codes-save = Save as a file

## The password asked for once more

confirm-title = Is it you?
confirm-each-time = This asks for your password each time. Enter it, and what you were about to do goes on.
confirm-text = You entered your password a while ago. Enter it again, and what you were about to do goes on.
confirm-go-on = Go on

## Signing out

logout-title = Sign out?
logout-text = You are signed in as { $username }. Signing out ends the session of this browser; your sessions on other devices go on.
logout-nothing = There is nothing to sign out of in this browser.

## Between an app and the desk

circle-title = Sent back and forth
circle-text = You are signed in here, but the app does not see it yet and keeps sending you back. Wait a few seconds, then go on.
circle-again = If you end up here again, tell whoever runs this site: the cookie may not reach the app, or the app may not accept it.
app-go-on = Go on to the app
too-long-title = Open the page again
too-long-text = You are signed in, but the address of the page that you came from is too long to be led back to. Open it again from where you found it.
too-long-app = Go to the front page of the app
too-long-start = Go to the start page
forward-auth-sign-in = Sign in first. Nothing was sent to the app.
forward-auth-signed-out = You are not signed in, or not any more. Sign in, then go back and send it again.
forward-auth-form-not-sent = Your form was not sent
forward-auth-forbidden-title = Not for you
forward-auth-forbidden-text = You are signed in as { $username }, who may not use this. Ask an administrator for access, or sign out and come back as somebody else.
forward-auth-no-rule = The settings of this site let nobody in at this address, or it is written in a way that could mean two places. Check it, or tell whoever runs this site.
forward-auth-no-rule-title = There is no way in here
forward-auth-unreliable = The proxy's question could not be relied on. Tell whoever runs this site; the log says more.

## Problems

problem-number = Number of this request:
problem-to-start = To the start page
problem-not-found-title = There is nothing here
problem-method-title = This address does not work that way
problem-foreign-form-title = This form did not come from here
problem-past-proxy-title = This is not the way in
problem-bad-request-title = This request could not be understood
problem-media-type-title = Only forms are accepted here
problem-too-large-title = That was too much
problem-too-slow-title = That took too long
problem-forbidden-title = For administrators only
problem-signed-out-title = You have been signed out
problem-too-many-changes-title = Too many changes at once
problem-busy-title = Too many people at once
problem-unavailable-title = Not available right now
problem-internal-title = Something went wrong
problem-not-found-text = The address may be mistyped, or what it led to is gone. Go back, or begin at the start page.
problem-method-text = The address exists, but not for what was tried. Go back and use the form there.
problem-foreign-form-text = Nothing was changed. Go to the start page and try again there. If that fails too, the address you typed is not the public_url in the settings: tell whoever runs this site.
problem-past-proxy-text = Connections to this port are for the proxy only. Use the address that this site is known by.
problem-bad-request-text = Nothing was changed. Go back, load the page anew and try again.
problem-media-type-text = Nothing was changed. Go back and use the form there.
problem-too-large-text = Nothing was changed. Go back and send less.
problem-too-slow-text = Nothing was changed. Your connection stalled while the form was on its way. Go back and send it again.
problem-forbidden-text = You are signed in, but this page is for administrators. Ask one of them.
problem-signed-out-text = Your form was not saved. Sign in again, then send it once more.
problem-signed-out-text-typed = Your form was not saved. Sign in again, then send it once more. This is what you had written:
problem-too-many-changes-text = Nothing was changed: there were too many changes in a short time. Wait a few seconds, then go back and send your form once more.
problem-too-many-changes-text-typed = Nothing was changed: there were too many changes in a short time. Wait a few seconds, then go back and send your form once more. This is what you had written:
problem-busy-text = Nothing was changed. Wait a few seconds and try again.
problem-unavailable-text = Nothing was changed, and whoever was signed in still is. Wait a few seconds and try again.
problem-internal-text = It is our fault and has been recorded. Try again; if it stays, tell whoever runs this site the number below.

## Why a session is over

session-ended-idle = You were signed out because you had not been here for a while. Sign in again to go on.
session-ended-time-up = Your session reached its end. Sign in again to go on.
session-ended-unknown = Your session is no longer on record. Sign in again to go on.
session-ended-suspended = This account is suspended. Ask an administrator.
session-ended-signed-out = You signed out in this browser.
session-ended-elsewhere = You ended this session from another device. Sign in again if you want to go on here.
session-ended-password = Your password was changed on another device. Sign in with the new one. If that was not you, ask an administrator now.
session-ended-reused = We ended this session for your safety: an old copy of its key was used, so somebody else may have one. Sign in again, then change your password.
session-ended-limit = You are signed in on too many devices, so this one, the longest unused, was signed out.
session-ended-reset = A new password was chosen for this account. Sign in with it. If that was not you, ask an administrator now.
session-ended-deleted = This account was deleted. Ask an administrator if that surprises you.
session-ended-restored = This site was restored from a backup, so everybody signs in anew.
session-ended-second-factor = The second factor of this account was set up, changed or removed. Sign in anew. If that was not you, ask an administrator now.
session-ended-second-factor-demanded = This account needs a second factor now. Sign in, and you are shown how to set it up.
session-ended-admin = An administrator ended this session. Sign in again to go on.

## Text that cannot be read as what it is meant to be

unreadable-session-id = This is no session id. It has 32 digits.
unreadable-network = This is no address. Type one such as 192.0.2.7 or 2001:db8::1, or a network such as 192.0.2.0/24.
unreadable-event-kind = There is no such kind of event. Choose one from the list.
unreadable-user = This cannot be a username. Enter the whole name, or an id.
unreadable-address = This is no address. Enter a whole one, such as 192.0.2.7, or local for the command line.
unreadable-order = The list cannot be sorted by this.
unreadable-device = No device is known by these words. Try the name of a browser or a system, such as Firefox or Android.
unreadable-empty = There are no words in this.
unreadable-span = This choice is not on offer. Choose one of the list, or write within-24h, beyond-24h, since-2026-11-23 or until-2026-11-23.
unreadable-day = This is no day. Write it as 2026-11-23.
unreadable-user-search = No user can be called that. Type a name, an e-mail address, or the beginning of one with * at its end.
unreadable-choice = This choice is not on offer. Choose one of the list.
username-error = Use 1 to 32 letters a–z, digits, dots, hyphens and underscores, with a letter or digit at both ends.
email-error = This is not an e-mail address. Write name@host, or nothing.
identity-check-error = Say in a few words how you made sure, in 10 to 200 characters on one line.

## What an administrator cannot do to an account

refusal-name-taken = This name is taken: by somebody in the list, or by an account that was deleted lately. Choose another.
refusal-last-admin = Nothing was changed: this is the last administrator who can sign in. Make somebody else one first.
refusal-suspended = No link was made: the account is suspended. Reactivate it first.
refusal-has-password = No invitation was made: a password has been chosen already. Start a password reset instead.
refusal-own-account = Nothing was done: this is your own account. Change the password and the second factor at the pages of your account.
refusal-has-no-password = No link was made: no password has been chosen yet. Make a new invitation instead.

## The acts of forms, for the question about the password

act-save-email = Save the e-mail address
act-reactivate = Reactivate this account
act-end-all-sessions = End all sessions of this account

## Administration: overview

overview-live-sessions = Live sessions
overview-in-24-hours = in 24 hours
overview-locked = Locked now
overview-locked-hint = Known devices are let in all the same. On the page of a user you can let unknown devices in again.
overview-codes-locked-hint = Whoever gives codes knew the password. On the page of a user you can let codes be tried again.
overview-more = And { $count } more.
overview-more-than = And more than { $count } more.
overview-network = Network
overview-refused = Tries refused lately
overview-refused-hint = Some of these tries may be for accounts above. Where many people share a network, raise sign_in_tries_per_address.
overview-setting = The setting
overview-background-work = Background work
overview-no-tasks = Nothing has run yet. Look again in a minute.
overview-task = Task
overview-task-last-run = Last run
overview-task-outcome = What came of it
overview-counts-hint = Events are counted within some ten seconds; many users and sessions within five minutes. Times are UTC.
overview-sign-ins = Sign-ins
overview-failed-sign-ins = Failed sign-ins
overview-wrong-codes = Wrong codes
overview-lockouts = Lockouts
overview-reuse-alarms = Reuse alarms
overview-sessions-ended = Sessions ended
overview-wrong-confirmations = Wrong passwords on confirmation
overview-password-changes = Password changes
overview-chart-day = Sign-ins of the last 24 hours
overview-chart-month = Sign-ins of the last 30 days
overview-chart-empty = Nobody has signed in, and nobody has failed to.
# $most is a day or an hour.
overview-chart-summary = { $good } sign-ins and { $bad } failures; most at { $most }.
overview-chart-signed-in = signed in
overview-chart-failed = failed
chart-as-table = The same as a table
task-janitor = Clean-up
task-seals = Sealing of events
task-well = all well
task-nothing = nothing to do
task-swept = { $expired } marked as expired; deleted: sessions { $sessions }, accounts { $accounts }, links { $links }, keys { $keys }, tries { $tries }
lock-unknown-devices = Unknown devices gave { $count } different wrong passwords in a row.
lock-known-device = A known device gave { $count } different wrong passwords in a row.
lock-session = Somebody signed in gave { $count } different wrong passwords in a row.
lock-closed-unknown-devices = No unknown device is let in any more.
lock-closed-known-device = It counts as unknown now.
lock-closed-session = The session counts as an unknown device now.
lock-next-try = The next try is possible at { $time }.
lock-longer-next = The next wrong one brings a longer pause.
overview-all-well = All is well.
overview-attention-count =
    { $count ->
        [one] 1 thing needs attention
       *[other] { $count } things need attention
    }
overview-30-days = in 30 days
code-lock-unknown-devices = On unknown devices, { $count } codes of the app in a row were wrong.
code-lock-unknown-devices-recovery = On unknown devices, { $count } recovery codes in a row were wrong.
code-lock-known-devices = On known devices, { $count } codes of the app in a row were wrong.
code-lock-known-devices-recovery = On known devices, { $count } recovery codes in a row were wrong.
code-lock-session = In sessions, { $count } codes of the app in a row were wrong.
code-lock-session-recovery = In sessions, { $count } recovery codes in a row were wrong.
code-lock-closed = No further one is looked at there.

## Administration: warnings

warning-recall-late = The list of what has been ended is late on this instance, so each request asks the database. Look into the log.
warning-newer-database = A newer Doorward has changed the database. Update this instance too.
warning-forwarded-missing = In the last hour a trusted proxy sent no X-Forwarded-For, so everybody who comes through it shares one address and its limits. Let it send the header.
warning-forwarded-unreadable = In the last hour a trusted proxy sent an X-Forwarded-For that cannot be read, so everybody who comes through it shares one address and its limits. Let it write addresses alone.
warning-key-old = The key that signs access tokens is older than it should be.
warning-key-old-link = Make a new one
warning-one-admin = There is no second admin. If this account is lost, only the command line helps.
warning-one-admin-link = Give somebody the role
warning-second-factor-optional = Admins may sign in with a password alone, since a second factor is optional.
warning-seals = Events are not being sealed, so tampering with them would not show. Look into the log.
warning-tasks-late = Background work is late. Look into the log.

## Administration: advice about settings. The command line says it too, in English: "name = value: what; next step"

advice-plain-http = passwords and cookies cross the network readable
advice-plain-http-next = put a proxy with a certificate in front, and an https address here
advice-insecure-needless = this permits what the other settings do not do
advice-insecure-needless-next = leave it out
advice-insecure-past-proxy = whoever reaches the port of listen comes past the proxy
advice-insecure-past-proxy-next = name the proxy in trusted_proxies and leave allow_insecure_http out
advice-loopback-url = this is the machine itself, though listen is open to others
advice-loopback-url-next = set public_url to the address that people type; forms sent from any other are refused
advice-proxy-unnamed = Doorward is behind a proxy that is not named, so everybody seems to come from its address
advice-proxy-name-next = set trusted_proxies to where the proxy connects from, such as 127.0.0.1,::1
advice-everybody-proxy = every address counts as a proxy, so anybody can choose the address that is put on record
advice-everybody-proxy-next = name the proxies alone
advice-proxy-needless = a proxy is named, though public_url is not behind one
advice-proxy-needless-next = set public_url to the proxy's https address, or leave trusted_proxies out
advice-rules-without-proxy = trusted_proxies is empty, and /forward-auth answers trusted proxies only, so nobody gets in
advice-remember-idle = this is shorter than session_idle, so people who stay signed in would be signed out sooner than others
advice-remember-idle-next = make remember_idle at least as long as session_idle
advice-remember-absolute = this is shorter than session_absolute, so people who stay signed in would be signed out sooner than others
advice-remember-absolute-next = make remember_absolute at least as long as session_absolute
advice-database-readable = this leads to another machine and does not say sslmode=verify-full, so the connection may be readable
advice-database-readable-next = say sslmode=verify-full, in a build with --features postgres-tls; or be sure of the network
advice-metrics-open = every network that reaches this machine can read the numbers
advice-metrics-open-next = name the address in the network that Prometheus is in, or be sure of a firewall
advice-socket-open = every user of this machine can connect to the socket and say who is on record, unless its folder keeps them out
advice-socket-open-next = set socket_mode to 660 and the socket's folder to the group of the proxy
advice-socket-mode-needless = a mode is set, though listen is no Unix socket
advice-socket-mode-needless-next = leave it out, or set listen to unix:PATH

## Administration: events

# $command is shown as code and stays as it is.
events-text = What happened, newest first. Nothing here can be changed, and the command { $command } shows whether somebody tried.
events-filter = Filter
events-what-happened = What happened
events-about = About whom
events-by = By whom
events-session = Session
events-from-day = From the day (UTC)
events-until-day = Until the day (UTC)
events-show-all = Show everything
events-none = No event fits. Take a filter away, or choose other days.
events-time = Time (UTC)
events-from-where = From where
events-details = Details
events-request = Request
events-few = Hardly any event fits. 20,000 were looked at for this page.
events-export = Take a copy
events-export-hint = All events that fit the filter, oldest first. That somebody took a copy is recorded too.
events-export-csv = CSV for spreadsheets
events-export-json = JSON Lines for programs
events-last-seal = The last seal of the record. Note it elsewhere: then its end cannot be cut off without showing.
events-no-such-user = There is no such user. A deleted one can be found by the id.
events-everything = Everything

## Administration: kinds of events

event-signed-in = Signed in
event-sign-in-failed = Sign-in failed
event-session-renewed = Session renewed
event-key-reused = Old session key used again
event-session-ended = Session ended
event-password-changed = Password changed
event-confirmation-failed = Wrong password on confirmation
event-password-confirmed = Password confirmed
event-device-named = Device named
event-account-created = Account created
event-account-suspended = Account suspended
event-account-reactivated = Account reactivated
event-role-changed = Role changed
event-username-changed = Username changed
event-setup-link-created = Setup link created
event-signing-key-created = Signing key created
event-signing-key-retired = Signing key retired
event-account-deleted = Account deleted
event-email-changed = E-mail address changed
event-invitation-created = Invitation link created
event-invitation-accepted = Invitation accepted
event-reset-created = Password reset link created
event-password-reset = Password reset
event-device-link-created = Device link created
event-browser-known = Browser made known by a link
event-bulk-started = Ending many sessions: started
event-bulk-finished = Ending many sessions: finished
event-events-exported = Events exported
event-events-deleted = Old events deleted
event-second-factor-set-up = Second factor set up
event-second-factor-removed = Second factor removed
event-recovery-codes-created = New recovery codes
event-recovery-code-used = Recovery code used
event-code-refused = Right password, wrong code
event-database-restored = Database restored from a backup
event-sign-in-locked = Sign-in locked
event-sign-in-closed = Sign-in closed
event-sign-in-reopened = Sign-in opened again
event-tries-refused = Tries to sign in refused

## Administration: details of events

detail-renewal = renewal { $number }
detail-key-number = key number { $number }
# $old and $new are usernames.
detail-renamed = { $old } is now { $new }
detail-address-noted = address noted
detail-address-removed = address removed
detail-not-counted = not counted
detail-up-to-number = up to number { $number }
# $cause is one of the messages lock-cause-.
detail-locked-seconds =
    { $count ->
        [one] { $cause }, for 1 second
       *[other] { $cause }, for { $count } seconds
    }
detail-locked-minutes =
    { $count ->
        [one] { $cause }, for 1 minute
       *[other] { $cause }, for { $count } minutes
    }
detail-tries =
    { $count ->
        [one] from { $network }: 1 try
       *[other] from { $network }: { $count } tries
    }
detail-by-password = by password
detail-by-password-kept = by password, kept signed in
detail-by-code = by password and code
detail-by-code-kept = by password and code, kept signed in
detail-by-recovery-code = by password and recovery code
detail-by-recovery-code-kept = by password and recovery code, kept signed in
detail-codes-left = { $count } left
lock-cause-unknown-devices = too many wrong passwords from unknown devices
lock-cause-known-device = too many wrong passwords from a known device
lock-cause-session = too many wrong passwords in one session
lock-cause-codes = too many wrong codes
lock-cause-recovery-codes = too many wrong recovery codes
# An age is put into the sentences below that have $age.
age-less-than-a-day = less than a day
age-days =
    { $count ->
        [one] 1 day
       *[other] { $count } days
    }
origin-doorward = Doorward itself
origin-command-line = the command line

## Administration: keys

key-retirement-title = Retire a key at once
key-made = Made
key-retirement-text = This is for a key that may have leaked. Everything that it signed is refused: here at once, at other instances within a second.
key-retirement-signs = It is the one that signs, so another takes its place in the same moment.
key-retirement-nobody-out = Nobody is signed out: browsers get new tokens with their next page, and a form that is on its way goes through. Whoever has nothing but a token that this key signed is refused.
key-retirement-final = The private key is deleted. This cannot be taken back.
key-retirement-submit = Retire it now
keys-title = Signing keys
keys-overdue = The key that signs is { $age } old and should have been replaced by itself. Look into the log for why that fails, or make a new one here.
keys-old = The key that signs is { $age } old, and keys are never replaced by themselves. Make a new one here.
keys-text = Access tokens are signed with these. Their private halves are stored encrypted and shown nowhere.
keys-age = Age
keys-signs-from = Signs from
keys-signs-until = Signs until
keys-believed-until = Believed until
keys-emergency = Emergency
keys-further-notice = further notice
keys-deleted-soon = deleted soon
keys-retire = Retire now
keys-new-title = A new key
keys-rotation = Keys are replaced by themselves when they are { $age } old, as key_rotation says.
keys-rotation-next = That is next on { $date }.
keys-rotation-never = Keys are never replaced by themselves, since key_rotation is never.
keys-new-text = Here you can make a new { $algorithm } key now. Everybody who checks tokens learns of it first; a minute later it signs, and the old one only verifies what it signed before, until the last of that has expired. Nobody is signed out.
keys-rotate = Rotate now
keys-leaked-title = If a key may have leaked
keys-leaked-text = A new key alone does not help then: whoever has the old one can go on making tokens until it retires. Retire that key instead, with the link at that key. You are asked again before anything happens.
keys-made = A new key has been made. It signs as soon as every instance knows it, in a minute.
keys-made-already = A new key was on its way already, so none was made.
keys-retired = The key is gone, and nothing that it signed is believed any more.
key-state-upcoming = upcoming
key-state-signing = signing
key-state-retiring = retiring
key-state-retired = retired

## Administration: many sessions ended at once

bulk-list-title = Many sessions ended at once
bulk-list-empty = Nobody has done so yet.
bulk-begun = Begun
bulk-which = Which
session-ended = Ended
bulk-done = Done
bulk-everybody = everybody's
bulk-all-alive = all that were alive
bulk-not-yet = not yet
bulk-everybody-title = Sign out everybody
bulk-title = End many sessions
bulk-everybody-text = Everybody has to sign in again, you too. It takes effect at once, on every instance.
bulk-no-filter = This search names nobody and nothing: it matches every live session, your own too.
bulk-text = All live sessions that match end, your own too if it does. Those that begin from now on do not.
bulk-submit = End these sessions
bulk-count =
    { $count ->
        [one] 1 session ends.
       *[other] { $count } sessions end.
    }
bulk-count-more = More than { $count } sessions end.
bulk-show-title = Ending sessions
bulk-finished = The sessions are ended
bulk-running = Sessions are being ended
sessions-ended =
    { $count ->
        [one] 1 session was ended.
       *[other] { $count } sessions were ended.
    }
bulk-progress-of = { $ended } of { $matched } are ended so far.
bulk-progress = { $ended } are ended so far.
bulk-progress-title = How far it is
bulk-leave = You may leave this page: the work goes on, over a restart too.
bulk-look-again = See how far it is now
bulk-by = by { $username }
bulk-list-link = What was ended so

## Administration: sessions

session-list-title = Sessions of everybody
session-list-hint = User: a name, an e-mail address, or the beginning of one with * at its end. Device: words such as Firefox or Android.
session-list-none = No session matches.
session-list-all-alive = Show all that are alive
session-list-tick = Tick
session-list-tick-label = Tick: { $username }, { $device }
session-list-end = End the ticked sessions
session-list-many-accounts = Many accounts have such an e-mail address; only those of the first 50 are listed. Type more of it.
session-list-not-full = This page is not full: few of the sessions looked at match.
session-list-many = Many at once
session-list-end-all = End all that this search matches
session-list-end-all-hint = You see the number first, and nothing ends before you say so.
session-search-network = Address or network
session-search-either = whether or not
session-search-yes = yes
session-search-no = no
sessions-count =
    { $count ->
        [one] 1 session
       *[other] { $count } sessions
    }
sessions-count-more = More than { $count } sessions
session-list-any-time = any time
session-list-none-ticked = Nothing was ended: tick a session that is alive first.
session-page-title = Session of { $username }
session-page-password-entered = Password entered
session-page-renewals = Renewals
session-page-ends-unused = Ends if unused until
session-page-user-agent = Browser's own words
session-page-your-own = It is your own: you are signed out here.
session-page-events = What happened in it
session-page-ended-by = ended by { $username }
session-state-live = alive
session-state-idle = expired, unused
session-state-time-up = expired, its time was up
session-state-signed-out = signed out
session-state-elsewhere = ended from another session
session-state-replaced = replaced by a new one
session-state-password = ended by a change of password
session-state-suspended = account suspended
session-state-reused = an old key was used again
session-state-limit = too many sessions
session-state-operator = ended at the command line
session-state-admin = ended by an admin
session-state-reset = password was reset
session-state-deleted = account deleted
session-state-restored = restored from a backup
session-state-second-factor = second factor was changed
session-state-second-factor-demanded = second factor was missing
session-state-expired = expired
session-state-revoked = ended before their time
session-state-any = all, ended ones too
time-filter-within-hours =
    { $count ->
        [one] within 1 hour
       *[other] within { $count } hours
    }
# Never less than two days.
time-filter-within-days = within { $count } days
time-filter-beyond-hours =
    { $count ->
        [one] longer than 1 hour ago
       *[other] longer than { $count } hours ago
    }
# Never less than two days.
time-filter-beyond-days = longer than { $count } days ago
time-filter-since = since { $date }
time-filter-until = before { $date }
# Such as Firefox on Linux.
device-browser-on-system = { $browser } on { $system }
device-unknown = Unknown device
session-list-skip-to-actions = Skip to the actions
session-list-tick-none = Tick none
session-list-tick-all = Tick all on this page
ticked-title = End these sessions?
ticked-your-own = Your own is among them: you are signed out here.

## Administration: settings

settings-text = These are in force on this instance. They are changed in doorward.toml, in the environment or by flags, and take effect at the next start. Explanations are in English.
settings-setting = Setting
settings-value = Value
settings-default = Default
settings-meaning = Meaning

## Administration: users

user-list-name-or-email = Name or e-mail
user-list-everybody = Everybody
user-list-hint = A name, an e-mail address, or the beginning of one with * at its end.
user-invite = Invite somebody
user-list-none = Nobody matches. Change the search, or show everybody.
user-list-count =
    { $count ->
        [one] One user
       *[other] { $count } users
    }
user-list-count-more = More than { $count } users
user-list-all = All
user-list-all-but-deleted = All but deleted
user-new-text = This makes an account and a link. You hand over the link, and they choose their password themselves; nobody else ever sees it.
username-hint = Letters a–z, digits, dots, hyphens and underscores; capitals do not count.
user-new-email = E-mail address, if you like
user-email-hint = A note for administrators. Nothing is sent there, and nobody can sign in with it.
user-new-submit = Make the account and the link
user-state-active = Active
user-state-invited = Invited
user-state-suspended = Suspended
user-state-deleted = Deleted

## Administration: a link to hand over

made-link-title = Hand over this link
made-link-until = Works until
made-link-copy = Copy it now: it is shown this once and kept nowhere. If it gets lost, make another at the account.
made-link-copy-reload = Copy it now: it is shown this once and kept nowhere. Loading this page anew makes another link, and this one stops working.
made-link-to-account = To the account of { $username }
made-link-invited = { $username } is invited.
made-link-invited-text = Whoever opens the link chooses the password of { $username }. It works once.
made-link-reset = A password reset is started for { $username }.
made-link-reset-text = Whoever opens the link chooses a new password for { $username }. It works once; until then nothing changes.
made-link-device = A device link is made for { $username }.
made-link-device-text = Whoever opens the link makes their browser known to the account of { $username }, and can then sign in there with name and password whatever strangers try. It works once and signs nobody in.

## Administration: one user

user-locked-title = Too many wrong passwords
user-locked-text = Devices that have signed in before are let in all the same. For a new device, make a device link; or let unknown devices try again.
user-unlock = Let unknown devices in again
user-codes-locked-title = Too many wrong codes
user-codes-locked-text = Whoever gives codes at a sign-in knew the password. If that was not the owner, start a password reset: with a new password, codes at sign-ins count anew.
user-unlock-codes = Let codes be tried again
user-about = About this account
user-deleted-on = Deleted on
user-invitation-until = Invitation works until
user-reset-until = Reset link works until
user-device-link-until = Device link works until
user-codes-left = { $count } recovery codes left
user-id = Id
user-rename-text = The account stays the same: sessions, links and record. Apps that know people by their names take them for somebody else.
user-rename-rules-hint = Rights in access_rules go by the name: whoever gets it has them.
user-rename-rules = Rules that go by this name: { $rules }
user-rename = Rename
user-email-links-hint = Another address makes pending links worthless.
user-signing-in = Signing in
user-suspended = The account is suspended: nobody can sign in with it.
user-reactivate = Reactivate
user-no-password = No password has been chosen yet. A new invitation takes the place of the one before.
user-reset-text = A reset makes a link for you to hand over; its holder chooses the new password, and then all sessions end.
user-device-link-text = A device link makes a browser known to the account, so that its owner can sign in there whatever strangers try.
user-own-account = This is your own account. Signing out everywhere ends the session that you are using now, too.
user-new-invitation = New invitation
user-reset = Start a password reset
user-device-link = Make a device link
user-sign-out-everywhere = Sign out everywhere
user-end-sessions = End all their sessions
user-remove-second-factor-link = Remove the second factor …
user-suspend-link = Suspend
user-role-and-deletion = Role and deletion
user-take-role = Take the administrator role away
user-make-admin = Make them an administrator
user-delete-link = Delete …
user-no-sessions = Signed in nowhere.
user-all-events = All events about this account
user-renamed = The name is changed. It is the one to sign in with from now on.
user-role-changed = The role is changed. It counts from the next click on.
user-is-suspended = The account is suspended, all its sessions have ended, and pending links do not work any more.
user-is-active = The account is active again. Its ended sessions stay ended.
user-is-unlocked = Wrong passwords and wrong codes at sign-ins are forgotten. Unknown devices may try again.
user-sessions-ended = All sessions have ended.
user-email-saved = The e-mail address is saved. Pending links do not work any more.
user-second-factor-removed = The second factor is removed, and all sessions have ended.
user-is-deleted = The account is deleted.

## Administration: questions before something grave is done to an account

ask-delete-no-sign-in = Nobody can sign in with this account any more. There is no way back.
ask-sessions-end = All its sessions end at once, and pending links do not work any more.
ask-delete-removed = Its password and e-mail address are removed at once. What it did stays in the record of events.
ask-delete-name = Its name stays taken for about a month, until its sessions have gone from the record.
ask-delete-own = This is your own account: you are signed out at once.
ask-delete-title = Delete { $username }?
ask-delete-submit = Delete this account
ask-suspend-no-sign-in = Nobody can sign in with this account until an administrator reactivates it.
ask-suspend-own = This is your own account: only another administrator can let you in again.
ask-suspend-title = Suspend { $username }?
ask-suspend-submit = Suspend this account
ask-make-admin-text = They can see and change everything here, from their next click on.
ask-make-admin-title = Make { $username } an administrator?
ask-take-role-own = This is your own account: the pages of administrators are closed to you at once.
ask-take-role-back = Only another administrator can give the role back.
ask-take-role-text = The pages of administrators are closed to them at once.
ask-take-role-title = Take the administrator role from { $username }?
ask-take-role-submit = Take the role away
second-factor-removal-title = Remove the second factor of { $username }?
second-factor-removal-text = Do this only for somebody who has lost their app and their recovery codes, and only when you are sure that it is them: meet them, or call a number that you knew before. A mail or a message is not enough.
second-factor-removal-ends = The app and all recovery codes stop working at once, and all sessions of the account end.
second-factor-removal-password-only = Until another app is set up, the password is all that is asked for.
second-factor-removal-check = How did you make sure who asks?
second-factor-removal-check-hint = Goes on record. For example: called back at the number in the staff list.
second-factor-removal-submit = Remove the second factor
ask-end-sessions-text = All its sessions end at once. Whoever knows the password can sign in again.
ask-end-sessions-title = End all sessions of { $username }?

## The pages of a list

pager-title = Pages
pager-first = First page
pager-previous = Previous page
pager-next = Next page
pager-last = Last page

## The description of the API

api-reference-title = The API
api-reference-text = For programs. This page is made from the same description that they get:

## Answers of the API

api-bulk-none = No live session matches: nothing was begun
api-bulk-more = More sessions match than you expect: nothing was begun. Look again how many
api-cursor = This cursor is not of an answer to this search: begin without one
api-token-needed = An access token is needed: send it in the header Authorization
api-token-expired = The token has expired
api-token-invalid = The token is not valid
api-token-one = Send one access token, in one header Authorization
api-admin-only = This is for administrators
api-password-old = The password was entered too long ago for this: log in anew
api-password-just-now = This needs a password that was entered within the last two minutes: log in anew
api-session-over = The session is over: log in anew
api-code-needed = A code is needed: this account has a second factor
api-code-wrong = The code does not fit: each works once, for a minute or so
api-code-used = The code was used before: each works once
api-code-impossible = This cannot be a code: send six digits of the app, or a recovery code
api-code-unreadable = Codes of the app cannot be checked any more: use a recovery code
api-second-factor-demanded = This account must set up a second factor first: sign in with a browser
api-codes-paused = Too many wrong codes: try again later, or send a recovery code
api-recovery-codes-paused = Too many wrong recovery codes: try again later, or send a code of the app
api-all-codes-paused = Too many wrong codes: try again later
api-codes-closed = Too many wrong codes: ask an administrator to remove the second factor
api-too-many-tries = Too many tries: wait as long as Retry-After says, send the device_token of an earlier login, or ask an administrator
api-too-many-changes = Too many changes: wait as long as Retry-After says
api-not-found = There is nothing at this address
api-method = This address does not answer that method
api-bad-request = The request is not as documented
api-media-type = The body must be application/json
api-too-large = The body is too large
api-too-slow = The body came too slowly
api-past-proxy = Connections to this port are for the proxy only
api-busy = Too much to do: try again in a few seconds
api-unavailable = Not available right now: try again in a few seconds
api-internal = Something went wrong here and has been recorded
api-tokens-symmetric = Tokens are signed with HS256, which nobody else can check
