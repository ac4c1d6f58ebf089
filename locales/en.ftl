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
number = Session ID
time-when = When
event-what = What
event-by = By
look-further = Keep looking
back-to-list = Back to the list
errors-title =
    { $count ->
        [one] 1 field needs your attention
       *[other] { $count } fields need your attention
    }
# Before the title of a page that says what went wrong.
title-error = Error:
times-in-zone = Times are in { $zone }.
nothing-set = None
never = Never
username = Username
email-address = Email address
email = Email
password = Password
password-change = Change password
password-new = New password
password-new-again = Repeat the new password
password-hint = At least { $count } characters. Four or five unrelated words are best; spaces are fine.
password-current = Current password
user = User
role = Role
role-admin = Administrator
role-user = User
account = Account
account-since = Created
account-last-signed-in = Last signed in
device = Device
device-name = Device name
network-address = IP address
session-signed-in = Signed in
session-last-seen = Last active
session-ends-at-latest = Expires
session-this = This device
session-kept-signed-in = stays signed in
session-kept-signed-in-label = Stays signed in
session-end = Sign out device
sessions-show-own = Manage devices
sessions = Devices
users = Users
recent-activity = Recent activity
activity = Activity
activity-all = Show all activity
second-factor = Two-factor authentication
code = Code
code-hint-app = The six digits in your authenticator app.
key = Key
key-algorithm = Algorithm
sign-in = Sign in
sign-out = Sign out
not-signed-in-title = You are not signed in
own-account = Your account

## The frame of every page

frame-skip-to-content = Skip to content
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
admin-session-end = End session
admin-session-this = your session
admin-events = Events
admin-keys = Signing keys
admin-settings = Settings

## Signing in

login-keep-signed-in = Keep me signed in
login-keep-signed-in-hint = Only on your own device.
login-leads-to = to continue to { $app }
login-forgotten = Forgot your password?
login-forgotten-ask = Ask the person who invited you, or an administrator.
login-forgotten-help = Get help
login-reset-link = Get a link by mail
login-device-link = Get a device link by mail
login-browser-known = Your account knows this browser: other people's failed attempts do not lock you out here. Sign in with your username and password. A device link works only once.
login-signed-out = You are signed out of this browser. That does not sign you out on your other devices.
login-begin-again = A sign-in ends when it takes too long, or when the account is changed in the meantime. Start again with your password.
login-return-too-long = If you came from a page whose address is too long to remember, sign in, then open that page again.
login-refused = Username or password is wrong. Check both and try again. Capital letters matter.
api-login-refused = Username or password is wrong
login-cancel = Cancel and start over

## The second step of signing in

second-step-title = Enter your code
second-step-text = Your password is correct. Now open your authenticator app and enter the six digits it shows for this site.
second-step-text-after-choice = Your new password is saved. Now open your authenticator app and enter the six digits it shows for this site.
second-step-without-phone = Use a recovery code
second-step-recovery-code = Recovery code
second-step-recovery-code-hint = One of the codes you saved when you set up two-factor authentication. Each works once.
second-step-recovery-code-submit = Sign in with a recovery code
second-step-lost-both = Lost your recovery codes too?
second-step-lost-both-ask = Ask an administrator to remove two-factor authentication from your account.
second-step-required = Your password is correct. This site also requires two-factor authentication, so that nobody can sign in with a stolen password alone.
second-step-required-after-choice = Your password is saved. This site also requires two-factor authentication, so that nobody can sign in with a stolen password alone.
second-step-show-key = Continue
code-needed = Enter a code too: this account uses two-factor authentication.
code-impossible = This cannot be a code. The app shows six digits; a recovery code has ten letters and digits.
code-wrong = This code is wrong. Each code works once and only for about a minute: wait for the next one and enter that.
recovery-code-wrong = This recovery code is wrong. Check each letter and digit and try again.
code-used = This code was already used. Wait until the app shows the next one.
recovery-code-used = This recovery code was already used. Each works once: enter a different one.
code-unreadable = Codes from your app cannot be checked any more. Use a recovery code, or ask an administrator.
code-too-many =
    { $minutes ->
        [one] Too many wrong codes. Try again in 1 minute.
       *[other] Too many wrong codes. Try again in { $minutes } minutes.
    }
code-too-many-closed = Too many wrong codes. Ask an administrator to allow codes again.
recovery-code-too-many =
    { $minutes ->
        [one] Too many wrong recovery codes. Try again in 1 minute.
       *[other] Too many wrong recovery codes. Try again in { $minutes } minutes.
    }
recovery-code-too-many-closed = Too many wrong recovery codes. Ask an administrator to allow codes again.
recovery-code-still-works = You can still use a recovery code.
code-still-works = You can still use a code from your app.
throttled-seconds =
    { $seconds ->
        [one] Too many attempts. Try again in 1 second.
       *[other] Too many attempts. Try again in { $seconds } seconds.
    }
throttled-minutes =
    { $minutes ->
        [one] Too many attempts. Try again in 1 minute.
       *[other] Too many attempts. Try again in { $minutes } minutes.
    }
throttled-closed = Too many attempts from new browsers. An administrator must allow more.
throttled-ways-in = No need to wait: use another browser in which you have signed in before, or ask an administrator for a device link, which lets this browser in.
throttled-in-session = If you are sure of your password, do not wait: sign out and sign in again.

## The first account

setup-title = Set up
setup-heading = Create your admin account
setup-text = You are signed in right away and can then invite other people.
setup-submit = Create account
setup-closed-title = This setup link does not work
setup-closed-over = There is already an account, so no setup link works any more.
setup-closed-text = The link is incomplete or more than a day old. Restart Doorward to get a new one.
not-set-up-heading = Welcome! One thing first
not-set-up-text = There is no account yet, so nobody can sign in. Open the setup link and create your admin account: it takes less than a minute.
not-set-up-where = Doorward printed the link when it started: look in the terminal where it runs, or in the output of its service or container.
not-set-up-new = The link works for a day. If it is lost or too old, stop Doorward and start it again with “doorward serve”: it prints a new one.

## Links by which people choose a password or make a browser known

account-link-title = Choose a password
account-link-invited = You were invited to { $site }. Choose the password that you will sign in with.
account-link-invited-by = { $inviter } invites you to { $site }. Choose the password that you will sign in with.
account-link-reset = Choose a new password for { $username }. This signs the account out on all other devices.
account-link-submit = Save password and continue
account-link-until = This link works once, until { $time }.
account-link-replaces = { $username } is signed in in this browser. If you continue, { $username } will be signed out here.
account-link-closed-title = This link does not work
account-link-closed-invitation = An invitation works once, for seven days, and only until a newer one is created. If you have already chosen a password, sign in.
account-link-closed-reset = A password reset link works once, for one hour, and only until a newer one is created. If you have already chosen a password, sign in.
account-link-closed-device = A device link works once, for one hour, and only until a newer one is created. If you have already opened it in this browser, sign in.
help-new-link = Need a new link?
help-ask-sender = Ask whoever sent you this one, or an administrator.
device-link-title = Remember this browser
device-link-text = The account { $username } will remember the browser that you are using. You can then sign in here even while someone else keeps trying wrong passwords. It does not sign you in: you still enter your username and password.
device-link-hint = Only on your own device. The link works once.

## The start page

home-hello = Hello, { $username }
home-account-ready = Your account is ready, and you are signed in. The link no longer works.
home-password-chosen = Your new password is saved. All devices that were signed in before are signed out.
next-steps = Next steps
next-step-second-factor = Protect your account
next-step-second-factor-text = With an authenticator app, nobody can sign in with a stolen password alone.
next-step-second-factor-link = Set up two-factor authentication
next-step-invite = Invite people
next-step-invite-text = Each person gets a link from you and chooses their own password.
next-step-invite-link = Invite someone
next-step-admin = Add a second administrator
next-step-admin-text = If you cannot sign in, another administrator can help you. Otherwise only the command line can.
next-step-admin-link = Choose an administrator
next-step-https = Use an https address
next-step-https-text = Over plain http, passwords can be read on their way. Put a proxy with a certificate in front, and set public_url to its address.
next-step-https-link = See the setting
home-ended-by-admin = by an administrator
home-other-sessions = Other devices
home-no-others = You are not signed in anywhere else.
home-others =
    { $count ->
        [one] You are signed in on 1 other device.
       *[other] You are signed in on { $count } other devices.
    }
home-not-you = Was something here not you? Change your password: that signs out every other device.

## Moments, as people say them

time-now = just now
time-minutes-ago =
    { $count ->
        [one] 1 minute ago
       *[other] { $count } minutes ago
    }
time-in-minutes =
    { $count ->
        [one] in 1 minute
       *[other] in { $count } minutes
    }
time-today = today { $time }
time-yesterday = yesterday { $time }
time-tomorrow = tomorrow { $time }
time-days-ago = { $count } days ago, { $time }
time-in-days = in { $count } days, { $time }
time-date =
    { $month ->
        [1] { $day } January { $year }
        [2] { $day } February { $year }
        [3] { $day } March { $year }
        [4] { $day } April { $year }
        [5] { $day } May { $year }
        [6] { $day } June { $year }
        [7] { $day } July { $year }
        [8] { $day } August { $year }
        [9] { $day } September { $year }
        [10] { $day } October { $year }
        [11] { $day } November { $year }
       *[12] { $day } December { $year }
    }

## The choice of a time zone

time-zone = Time zone
time-zone-change = Change the time zone
time-zone-text = You see all times in this time zone, on every device where you sign in.
time-zone-label = Show times in
time-zone-now = It is { $time } now in { $zone }.
time-zone-site = Site default ({ $zone })
time-zone-saved = Times are now in { $zone }.
time-zone-africa = Africa
time-zone-america = America
time-zone-antarctica = Antarctica
time-zone-arctic = Arctic
time-zone-asia = Asia
time-zone-atlantic = Atlantic Ocean
time-zone-australia = Australia
time-zone-europe = Europe
time-zone-indian = Indian Ocean
time-zone-pacific = Pacific Ocean

## Recent activity of one's own

activity-new = New
activity-news =
    { $count ->
        [one] One entry below is new since your last visit, { $date }, and did not come from this session. Was it you?
       *[other] { $count } entries below are new since your last visit, { $date }, and did not come from this session. Was it you?
    }
activity-you-signed-out = You signed out { $device }
activity-you-signed-out-from = You signed out { $device }, from { $from }
activity-signed-out = Signed out: { $device }
activity-text = What is on record about your account, newest first: what you did, and what happened to your account. Where someone else acted, such as an administrator, you see that, but not who it was or from where. Attempts with a wrong password or code can come from anyone, so you see their address and device.
activity-kept-for = Entries are kept for { $period }.
activity-others = What you did to other accounts as an administrator is not listed here.
activity-others-link = Show what you did as an administrator
activity-all-devices = All devices
activity-this-device = { $device } (this device)
activity-details = Details
activity-export-hint = Everything that matches the filter, oldest first, with times in UTC. The export itself is listed here too.

## The page of one's account

account-guessed-title = Someone is guessing your password
account-guessed-text = If that was not you: you can still sign in as usual on other devices you have used before. For a new device, ask an administrator for a device link. If the attempts came from a known device or from within a session, sign out your other devices and change your password.
account-codes-guessed-title = Someone is entering wrong codes for your account
account-codes-guessed-text = If that was not you, someone knows your password: change it now, and sign out your other devices. With a new password, codes at sign-in are counted from the start. If it was you, wait until the next attempt is possible, or use a code of the other kind. When codes are no longer accepted, ask an administrator.
account-session-since = Signed in here since
account-password-hint = Changing it signs you out on all other devices.
account-second-factor-on = On: signing in takes your password and a code from your authenticator app.
second-factor-change = Manage two-factor authentication
account-second-factor-off = Off: anyone who learns your password can sign in as you. An authenticator app on your phone prevents that.
second-factor-set-up = Set up two-factor authentication
account-sessions-hint = See where you are signed in, and sign out devices that you no longer use.
account-activity-hint = See everything that happened in your account, and export it.

## One's password

password-changed = Your password is changed. You are signed out on all other devices.
password-changed-signed-out = These devices were signed out:
password-change-hint = You stay signed in here and are signed out on all other devices.
password-not-current = This is not your current password. Try again.
password-already-yours = This is already your password. Choose a different one.
passwords-differ = The two passwords do not match. Enter the same password twice.
password-too-long = Too long: use at most 256 characters.
password-too-short = Too short: use at least { $count } characters.
password-common = Too easy to guess: it is made of passwords and words that attackers try first. Use a few unrelated words.
password-context = Too easy to guess: it is made of the name of this site, your username, or words such as login and admin. Leave those out.
password-repeats = Too easy to guess: it repeats the same piece. Use different words.
password-sequence = Too easy to guess: it is a row of neighbouring keys, letters or digits. Use a few unrelated words.
password-date = Too easy to guess: it is mostly a date or a year. Use a few unrelated words.

## One's sessions

own-sessions-text = You are signed in on these devices. If you see one that is not yours, sign it out, then change your password.
own-sessions-sign-out-here = Sign out here
own-sessions-elsewhere-hint = Signing out all other devices leaves you signed in here. You may be asked for your password.
sessions-end-others = Sign out all other devices
own-sessions-limit =
    { $count ->
        [one] You can be signed in on 1 device at a time. Signing in on another one signs out the first.
       *[other] You can be signed in on up to { $count } devices. Signing in on one more signs out the one that was not used for the longest time.
    }
own-sessions-name-device = Rename
own-sessions-signed-out-elsewhere = You are signed out on all other devices.
own-sessions-signed-out = { $device } is signed out.
own-sessions-name-saved = Name saved: { $device }
own-sessions-name-removed = Name removed: { $device }

## One's second factor

two-factor-turned-off = Two-factor authentication is off. The codes from your app and your recovery codes no longer work, and you are signed out on all other devices.
two-factor-key-gone = The key that you were shown is no longer valid. Start again.
two-factor-app = Authenticator app
second-factor-since = on since { $date }
two-factor-recovery-codes = Recovery codes
two-factor-codes-left = { $count } left
two-factor-codes-few = You have few recovery codes left. Create new ones before you need them.
two-factor-acts-hint = Each of these asks for your password and a code, and signs you out on all other devices.
two-factor-new-codes = Create new recovery codes
two-factor-another-app = Replace the app
two-factor-turn-off = Turn off two-factor authentication
two-factor-new-phone = Moving to a new phone? Replace the app: the old one works until you enter a code from the new one.
two-factor-demanded = This site requires two-factor authentication, so you cannot turn it off.
two-factor-why = With two-factor authentication, signing in takes your password and six digits from an authenticator app. Nobody can sign in with a stolen password alone.
two-factor-app-needed = You need an authenticator app, for example on your phone. Any app that shows six-digit codes works.
two-factor-set-up = Set up
two-factor-phishing = It does not protect you from a page that imitates this one: check the address before you enter a code.
enrolment-title = Set up an authenticator app
enrolment-scan = Scan this code with the app. If you cannot scan it, enter the key in the app, or open it in an app on this device.
enrolment-qr-alt = QR code with the key below
enrolment-open-app = Open in an app on this device
enrolment-code = Code that the app shows now
enrolment-submit = Turn on
enrolment-hint = Nothing changes until you enter a correct code. The key is shown only on this page and is valid for 15 minutes.
enrolment-code-wrong = This code does not match the key. Enter the code that the app shows now; if that fails too, turn on automatic time on your phone.
recovery-codes-title = Save your recovery codes
recovery-codes-enabled = Two-factor authentication is on. From now on, signing in takes a code from your app. You are signed out on all other devices.
recovery-codes-replaced = These replace your old codes, which no longer work. You are signed out on all other devices.
recovery-codes-text = If you lose your app, you can sign in with your password and one of these codes. Each works once. Save or print them, and keep them apart from your phone.
recovery-codes-once = You will not see these codes again.
recovery-codes-kept = I have saved them
recovery-codes-save = Download

## The password asked for once more

confirm-title = Confirm it is you
confirm-each-time = Your password is asked for every time you do this.
confirm-text = It has been a while since you last entered your password.
confirm-go-on = Continue
confirm-for = Enter your password to continue with: { $act }

## Signing out

logout-title = Sign out?
logout-text = You are signed in as { $username }. This signs you out of this browser; you stay signed in on your other devices.
logout-nothing = You are already signed out in this browser.

## Between an app and the desk

circle-title = Redirected in a loop
circle-text = You are signed in here, but the app has not noticed yet and keeps sending you back. Wait a few seconds, then continue.
circle-again = If you end up here again, contact the people who run this site: the cookie may not reach the app, or the app may not accept it.
app-go-on = Continue to the app
too-long-title = Open the page again
too-long-text = You are signed in, but the address of the page that you came from is too long to take you back there. Open that page again yourself.
too-long-app = Go to the app's home page
too-long-start = Go to the home page
forward-auth-sign-in = Sign in first. Nothing was sent to the app.
forward-auth-signed-out = You are signed out. Sign in, then go back and send the form again.
forward-auth-form-not-sent = Your form was not sent
forward-auth-forbidden-title = You do not have access
forward-auth-forbidden-text = You are signed in as { $username }, and this account does not have access. Ask an administrator for access, or sign out and sign in with a different account.
forward-auth-no-rule = This site's settings allow nobody at this address, or the address is ambiguous. Check it, or contact the people who run this site.
forward-auth-no-rule-title = No access at this address
forward-auth-unreliable = The proxy sent a question that cannot be trusted. Contact the people who run this site; the log has the details.

## Problems

problem-number = Request ID:
problem-to-start = Go to the home page
help-goes-on = Does it happen again?
help-tell-operator = Tell whoever runs this site.
problem-not-found-title = Page not found
problem-method-title = This address does not work that way
problem-foreign-form-title = We could not verify where this form came from
problem-past-proxy-title = Wrong address
problem-bad-request-title = We could not understand this request
problem-media-type-title = Only forms are accepted here
problem-too-large-title = Too much data
problem-too-slow-title = The request timed out
problem-forbidden-title = Administrators only
problem-signed-out-title = You have been signed out
problem-too-many-changes-title = Too many changes
problem-busy-title = The site is busy
problem-unavailable-title = Temporarily unavailable
problem-internal-title = Something went wrong
problem-not-found-text = The address may be mistyped, or the page no longer exists. Go back, or start from the home page.
problem-method-text = The address exists, but it cannot be used like this. Go back and use the form there.
problem-foreign-form-text = Nothing was changed. Go to the home page and try again from there. If that fails too, you use an address other than the public_url in the settings: contact the people who run this site.
problem-past-proxy-text = Only the proxy may connect to this port. Use the usual address of this site.
problem-bad-request-text = Nothing was changed. Go back, reload the page and try again.
problem-media-type-text = Nothing was changed. Go back and use the form there.
problem-too-large-text = Nothing was changed. Go back and send less.
problem-too-slow-text = Nothing was changed. Your connection stalled while the form was being sent. Go back and send it again.
problem-forbidden-text = You are signed in, but only administrators can see this page. Ask one of them.
problem-signed-out-text = Your form was not saved. Sign in, then send it again.
problem-signed-out-text-typed = Your form was not saved. Sign in, then send it again. This is what you entered:
problem-too-many-changes-text = Nothing was changed, because there were too many changes in a short time. Wait a few seconds, then go back and send the form again.
problem-too-many-changes-text-typed = Nothing was changed, because there were too many changes in a short time. Wait a few seconds, then go back and send the form again. This is what you entered:
problem-busy-text = Nothing was changed. Wait a few seconds and try again.
problem-unavailable-text = Nothing was changed, and you are still signed in if you were before. Wait a few seconds and try again.
problem-internal-text = This is our fault, and it was recorded. Try again; if it keeps happening, send the people who run this site the request ID below.

## Why a session is over

session-ended-idle = You were signed out because you were inactive for a while. Sign in again to continue.
session-ended-time-up = You were signed out because the maximum time for staying signed in is over. Sign in again to continue.
session-ended-unknown = You are signed out: your session no longer exists. Sign in again to continue.
session-ended-suspended = Your account is suspended. Ask an administrator.
session-ended-signed-out = You signed out in this browser.
session-ended-elsewhere = You signed this device out from another one. Sign in again to continue here.
session-ended-password = Your password was changed on another device. Sign in with the new one. If that was not you, contact an administrator now.
session-ended-reused = We signed you out for your safety: an old copy of your session's key was used, so someone else may have it. Sign in again, then change your password.
session-ended-limit = You are signed in on too many devices, so this one was signed out: it was not used for the longest time. Sign in again to continue.
session-ended-reset = A new password was set for your account. Sign in with it. If that was not you, contact an administrator now.
session-ended-deleted = This account was deleted. If you did not expect that, ask an administrator.
session-ended-restored = This site was restored from a backup, so everyone has to sign in again.
session-ended-second-factor = Two-factor authentication was set up, changed or removed on your account. Sign in again. If that was not you, contact an administrator now.
session-ended-second-factor-demanded = Your account now needs two-factor authentication. Sign in, and we show you how to set it up.
session-ended-admin = An administrator signed you out. Sign in again to continue.

## Text that cannot be read as what it is meant to be

unreadable-session-id = This is not a session ID. Enter the 32 digits of one.
unreadable-network = This is not an IP address. Enter one such as 192.0.2.7 or 2001:db8::1, or a network such as 192.0.2.0/24.
unreadable-event-kind = There is no such event. Choose one from the list.
unreadable-user = This cannot be a username. Enter the whole username, or an ID.
unreadable-address = This is not an IP address. Enter a whole one, such as 192.0.2.7, or local for the command line.
unreadable-order = The list cannot be sorted by this. Choose a column.
unreadable-device = No device matches these words. Enter the name of a browser or a system, such as Firefox or Android.
unreadable-empty = This has no words in it. Enter some, or leave it empty.
unreadable-span = This is not one of the choices. Choose one from the list, or use within-24h, beyond-24h, since-2026-11-23 or until-2026-11-23 in the address.
unreadable-day = This is not a date. Write it as 2026-11-23.
unreadable-user-search = No user can have this name. Enter a username, an email address, or the beginning of one followed by *.
unreadable-choice = This is not one of the choices. Choose one from the list.
username-error = Use 1 to 32 letters a–z, digits, dots, hyphens and underscores. Begin and end with a letter or digit.
email-error = This is not an email address. Write it as name@example.com, or leave it empty.
identity-check-error = Say briefly how you made sure, in 10 to 200 characters on one line.

## What an administrator cannot do to an account

refusal-name-taken = This username is taken, or belonged to an account that was deleted recently. Choose a different one.
refusal-last-admin = Nothing was changed: this is the last administrator who can sign in. Make someone else an administrator first.
refusal-suspended = No link was created: the account is suspended. Reactivate it first.
refusal-has-password = No invitation was created: this person has already chosen a password. Create a reset link instead.
refusal-own-account = Nothing was changed: this is your own account. Change your password and two-factor authentication on your account page.
refusal-has-no-password = No link was created: this person has not chosen a password yet. Create a new invitation instead.
refusal-no-email = No mail was sent: no email address is saved for this person. Save one first.

## The acts of forms, for the question about the password

act-save-email = Save email address
act-reactivate = Reactivate account
act-make-admin = Make administrator
act-end-all-sessions = Sign out everywhere

## Administration: overview

overview-live-sessions = Active sessions
overview-in-24-hours = in the last 24 hours
overview-locked = Locked
overview-locked-hint = Other known devices can still sign in. On a user's page you can allow attempts again.
overview-codes-locked-hint = Whoever entered these codes knew the password. On a user's page you can allow codes again.
overview-more = And { $count } more.
overview-more-than = And more than { $count } more.
overview-network = Network
overview-refused = Attempts refused recently
overview-refused-hint = Some of these attempts may be for accounts listed above. If many people share a network, raise sign_in_tries_per_address.
overview-setting = Show the setting
overview-background-work = Background tasks
overview-mail = Mail
overview-mail-waiting = Not sent yet
overview-mail-oldest = Oldest since
overview-mail-answer = Last answer
overview-mail-failed = Not delivered within 7 days
overview-mail-filed = Written to files within 7 days
overview-mail-hint = The command { $command } lists each mail with the answer of the mail server.
overview-no-tasks = No task has run yet. Reload this page in a minute.
overview-task = Task
overview-task-last-run = Last run
overview-task-outcome = Result
overview-counts-hint = New events are counted after about ten seconds. With many users and sessions, their numbers can be up to five minutes old. The charts and their days are in UTC.
overview-sign-ins = Sign-ins
overview-failed-sign-ins = Failed sign-ins
overview-wrong-codes = Wrong codes
overview-lockouts = Lockouts
overview-reuse-alarms = Session key reuse alarms
overview-sessions-ended = Sessions ended
overview-wrong-confirmations = Wrong passwords when confirming
overview-password-changes = Password changes
overview-chart-day = Sign-ins in the last 24 hours
overview-chart-month = Sign-ins in the last 30 days
overview-chart-empty = Nobody has tried to sign in.
# $most is a day or an hour.
overview-chart-summary =
    { $good ->
        [one] { $good } sign-in
       *[other] { $good } sign-ins
    } and { $bad ->
        [one] { $bad } failure
       *[other] { $bad } failures
    }; most at { $most }.
overview-chart-signed-in = signed in
overview-chart-failed = failed
chart-as-table = Show as a table
task-janitor = Clean-up
task-seals = Sealing of events
task-well = all well
task-nothing = nothing to do
task-swept = { $expired } marked as expired; deleted: sessions { $sessions }, accounts { $accounts }, links { $links }, keys { $keys }, attempts { $tries }
lock-unknown-devices = { $count } different wrong passwords in a row from unknown devices.
lock-known-device = { $count } different wrong passwords in a row from a known device.
lock-session = { $count } different wrong passwords in a row from someone who was signed in.
lock-closed-unknown-devices = Unknown devices can no longer sign in.
lock-closed-known-device = The device now counts as unknown.
lock-closed-session = The session now counts as an unknown device.
lock-next-try = The next attempt is possible at { $time }.
lock-longer-next = The next wrong password brings a longer wait.
overview-all-well = Everything is fine.
overview-attention-count =
    { $count ->
        [one] 1 thing needs attention
       *[other] { $count } things need attention
    }
overview-30-days = in the last 30 days
code-lock-unknown-devices = { $count } wrong codes from the app in a row from unknown devices.
code-lock-unknown-devices-recovery = { $count } wrong recovery codes in a row from unknown devices.
code-lock-known-devices = { $count } wrong codes from the app in a row from known devices.
code-lock-known-devices-recovery = { $count } wrong recovery codes in a row from known devices.
code-lock-session = { $count } wrong codes from the app in a row from within sessions.
code-lock-session-recovery = { $count } wrong recovery codes in a row from within sessions.
code-lock-closed = No more codes are accepted there.

## Administration: warnings

warning-recall-late = This instance has not updated its list of ended sessions in time, so each request asks the database. Check the log.
warning-newer-database = A newer version of Doorward has changed the database. Update this instance too.
warning-forwarded-missing = In the last hour a trusted proxy did not send X-Forwarded-For, so everyone behind it shares one IP address and its limits. Make it send the header.
warning-forwarded-unreadable = In the last hour a trusted proxy sent an unreadable X-Forwarded-For, so everyone behind it shares one IP address and its limits. Make it send IP addresses only.
warning-key-old = The key that signs access tokens is older than it should be.
warning-key-old-link = Create a new key
warning-one-admin = There is only one administrator. If you lose this account, only the command line can help. Make someone else an administrator too.
warning-one-admin-link = Choose a user
warning-second-factor-optional = Administrators can sign in with a password alone, because two-factor authentication is optional.
warning-seals = Events are not being sealed, so tampering with them would go unnoticed. Check the log.
warning-tasks-late = Background tasks are late. Check the log.
warning-mail-late = Mail has been waiting for more than a quarter of an hour: the mail server cannot be used, or does not take it.
warning-mail-failed = Mail could not be delivered.
warning-mail-filed = Mail is written to files on the server, because no mail server is set up: nobody gets it.

## Administration: advice about settings. The command line says it too, in English: "name = value: what; next step"

advice-plain-http = passwords and cookies cross the network unencrypted
advice-plain-http-next = put a proxy with a certificate in front, and an https address here
advice-insecure-needless = this allows something that the other settings do not need
advice-insecure-needless-next = leave it out
advice-insecure-past-proxy = anyone who can reach the port of listen gets past the proxy
advice-insecure-past-proxy-next = name the proxy in trusted_proxies and leave allow_insecure_http out
advice-loopback-url = this is the machine itself, though listen is open to others
advice-loopback-url-next = set public_url to the address that people type; forms sent from any other are refused
advice-proxy-unnamed = Doorward is behind a proxy that is not named here, so everyone seems to come from its address
advice-proxy-name-next = set trusted_proxies to where the proxy connects from, such as 127.0.0.1,::1
advice-everybody-proxy = every address counts as a proxy, so anyone can choose the address that is recorded
advice-everybody-proxy-next = name only the proxies
advice-proxy-needless = a proxy is named, though public_url is not behind one
advice-proxy-needless-next = set public_url to the proxy's https address, or leave trusted_proxies out
advice-rules-without-proxy = trusted_proxies is empty, and /forward-auth answers trusted proxies only, so nobody gets in
advice-mail-loopback = links in mails lead nowhere but on this machine
advice-mail-loopback-next = set public_url to the address that people type
advice-remember-idle = this is shorter than session_idle, so people who stay signed in would be signed out sooner than others
advice-remember-idle-next = make remember_idle at least as long as session_idle
advice-remember-absolute = this is shorter than session_absolute, so people who stay signed in would be signed out sooner than others
advice-remember-absolute-next = make remember_absolute at least as long as session_absolute
advice-database-readable = this leads to another machine and does not say sslmode=verify-full, so the connection may be readable
advice-database-readable-next = say sslmode=verify-full, in a build with --features postgres-tls; or be sure of the network
advice-metrics-open = every network that reaches this machine can read the metrics
advice-metrics-open-next = name the address in the network that Prometheus is in, or be sure of a firewall
advice-socket-open = every user of this machine can connect to the socket and choose the address that is recorded, unless its folder keeps them out
advice-socket-open-next = set socket_mode to 660 and the socket's folder to the group of the proxy
advice-socket-mode-needless = a mode is set, though listen is no Unix socket
advice-socket-mode-needless-next = leave it out, or set listen to unix:PATH

## Administration: events

# $command is shown as code and stays as it is.
events-text = What happened, newest first. Nobody can change it here, and the command { $command } shows whether someone tampered with it.
events-filter = Filter
events-what-happened = Event
events-about = User
events-by = By
events-session = Session
events-from-day = From ({ $zone })
events-until-day = Until ({ $zone })
events-show-all = Show all
events-none = No event matches. Remove a filter, or choose other days.
events-time = Time ({ $zone })
events-from-where = From
events-details-and-request = Details, request
events-few = Very few events match. 20,000 were searched for this page.
events-export = Export
events-export-hint = All events that match the filter, oldest first. The export itself is recorded too.
events-export-csv = CSV for spreadsheets
events-export-json = JSON Lines for programs
events-last-seal = The latest seal of the record. Keep a copy elsewhere: then nobody can cut off the end unnoticed.
events-no-such-user = There is no such user. To find a deleted one, enter the ID.
events-everything = All events

## Administration: kinds of events

event-signed-in = Signed in
event-sign-in-failed = Sign-in failed
event-session-renewed = Session renewed
event-key-reused = Old session key reused
event-session-ended = Session ended
event-password-changed = Password changed
event-confirmation-failed = Wrong password when confirming
event-password-confirmed = Password confirmed
event-device-named = Device renamed
event-account-created = Account created
event-account-suspended = Account suspended
event-account-reactivated = Account reactivated
event-role-changed = Role changed
event-username-changed = Username changed
event-setup-link-created = Setup link created
event-signing-key-created = Signing key created
event-signing-key-retired = Signing key retired
event-account-deleted = Account deleted
event-email-changed = Email address changed
event-invitation-created = Invitation link created
event-invitation-accepted = Invitation accepted
event-reset-created = Password reset link created
event-password-reset = Password reset
event-device-link-created = Device link created
event-browser-known = Browser remembered by a link
event-bulk-started = Bulk sign-out started
event-bulk-finished = Bulk sign-out finished
event-events-exported = Events exported
event-events-deleted = Old events deleted
event-second-factor-set-up = Two-factor authentication turned on
event-second-factor-removed = Two-factor authentication turned off
event-recovery-codes-created = New recovery codes created
event-recovery-code-used = Recovery code used
event-code-refused = Correct password, wrong code
event-database-restored = Database restored from a backup
event-sign-in-locked = Sign-in locked
event-sign-in-closed = Sign-in blocked
event-sign-in-reopened = Sign-in unlocked
event-tries-refused = Sign-in attempts refused
event-mail-failed = Mail not delivered
event-link-mailed = Link sent by mail

## Administration: details of events

detail-renewal = renewal { $number }
detail-key-number = key number { $number }
# $old and $new are usernames.
detail-renamed = { $old } is now { $new }
detail-address-noted = email address saved
detail-address-removed = email address removed
detail-address-verified = verified
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
        [one] from { $network }: 1 attempt
       *[other] from { $network }: { $count } attempts
    }
detail-by-password = by password
detail-by-password-kept = by password, stays signed in
detail-by-code = by password and code
detail-by-code-kept = by password and code, stays signed in
detail-by-recovery-code = by password and recovery code
detail-by-recovery-code-kept = by password and recovery code, stays signed in
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
origin-command-line = command line
detail-mail-failed = { $kind }: { $reason }
mail-kind-invitation = invitation
mail-kind-reset = password reset
mail-kind-device-link = device link
mail-failing-refused = the mail server refused it
mail-failing-unanswered = the mail server did not take it for two days
mail-failing-outdated = its link was over before the mail server took it
mail-failing-unreadable = it was encrypted with a server secret that is gone

## Administration: keys

key-retirement-title = Retire a key
key-made = Created
key-retirement-text = Use this for a key that may have leaked. Everything it signed is refused: here at once, on other instances within a second.
key-retirement-signs = This key is the one that signs, so a new one replaces it at once.
key-retirement-nobody-out = Nobody is signed out: browsers get new tokens with their next page, and forms being sent still arrive. Programs that have only a token signed by this key are refused.
key-retirement-final = The private key is deleted. You cannot undo this.
key-retirement-submit = Retire key
keys-title = Signing keys
keys-overdue = The key that signs is { $age } old and should have been replaced automatically. Check the log to see why that fails, or create a new key here.
keys-old = The key that signs is { $age } old, and keys are not replaced automatically. Create a new one here.
keys-text = Access tokens are signed with these keys. The private keys are stored encrypted and never shown.
keys-age = Age
keys-signs-from = Signs from
keys-signs-until = Signs until
keys-believed-until = Accepted until
keys-emergency = Action
keys-further-notice = —
keys-deleted-soon = Deleted soon
keys-retire = Retire
keys-new-title = New key
keys-rotation = Keys are replaced automatically when they are { $age } old (setting key_rotation).
keys-rotation-next = The next one is due on { $date }.
keys-rotation-never = Keys are not replaced automatically: key_rotation is set to never.
keys-new-text = You can create a new { $algorithm } key now. Everyone who checks tokens learns of it first; it signs a minute later, and the old key only verifies the tokens it signed until the last of them has expired. Nobody is signed out.
keys-rotate = Create a new key
keys-leaked-title = If a key may have leaked
keys-leaked-text = A new key is not enough: whoever has the old one can still sign tokens until it is retired. Retire the leaked key in the table above. You are asked to confirm first.
keys-made = A new key was created. It starts to sign a minute later, when every instance knows it.
keys-made-already = A new key was already on its way, so no other was created.
keys-retired = The key is retired, and nothing it signed is accepted any more.
key-state-upcoming = pending
key-state-signing = signing
key-state-retiring = retiring
key-state-retired = retired

## Administration: many sessions ended at once

bulk-list-title = Bulk sign-outs
bulk-list-empty = There has not been any yet.
bulk-begun = Started
bulk-which = Sessions
session-ended = Ended
bulk-done = Finished
bulk-everybody = all users
bulk-all-alive = all active sessions
bulk-not-yet = not yet
bulk-everybody-title = Sign out all users
bulk-title = Bulk sign-out
bulk-everybody-text = Everyone has to sign in again, including you. It takes effect at once, on every instance.
bulk-no-filter = This search has no filter: it matches every active session, including your own.
bulk-text = All active sessions that match are ended, including your own if it matches. Sessions that start after this are not.
bulk-submit = End these sessions
bulk-count =
    { $count ->
        [one] 1 session will be ended.
       *[other] { $count } sessions will be ended.
    }
bulk-count-more = More than { $count } sessions will be ended.
bulk-show-title = Bulk sign-out progress
bulk-finished = The sessions are ended
bulk-running = Ending sessions
sessions-ended =
    { $count ->
        [one] 1 session ended.
       *[other] { $count } sessions ended.
    }
bulk-progress-of = { $ended } of { $matched } ended so far.
bulk-progress = { $ended } ended so far.
bulk-progress-title = Progress
bulk-leave = You can leave this page: the work continues, even after a restart.
bulk-look-again = Update progress
bulk-look-again-hint = The answer comes as soon as more sessions have ended, after five seconds at most.
bulk-by = by { $username }
bulk-list-link = All bulk sign-outs

## Administration: sessions

session-list-hint = User: a username, an email address, or the beginning of one followed by *. Device: words such as Firefox or Android.
session-list-none = No session matches.
session-list-all-alive = Show all active sessions
session-list-tick = Select
session-list-tick-label = Select: { $username }, { $device }, signed in { $time }
session-list-end = End selected sessions
session-list-many-accounts = Many accounts have such an email address; only sessions of the first 50 are listed. Enter more of it.
session-list-not-full = Only few of the sessions searched for this page match.
session-list-many = Bulk sign-outs
session-list-end-all = End all that match
session-list-end-all-hint = You see the number first, and nothing ends before you say so.
session-search-network = IP address or network
session-search-either = Any
session-search-yes = Yes
session-search-no = No
sessions-count =
    { $count ->
        [one] 1 session
       *[other] { $count } sessions
    }
sessions-count-more = More than { $count } sessions
filters-more = More filters
session-list-any-time = Any time
session-list-none-ticked = Nothing was changed: select an active session first.
session-page-title = Session of { $username }
session-page-password-entered = Password last entered
session-page-renewals = Renewals
session-page-ends-unused = Expires if inactive
session-page-user-agent = User agent
session-page-your-own = This is your own session: ending it signs you out here.
session-page-events = Events
session-page-ended-by = ended by { $username }
session-state-live = active
session-state-idle = expired (inactive)
session-state-time-up = expired (maximum time)
session-state-signed-out = signed out
session-state-elsewhere = signed out from another device
session-state-replaced = replaced by a new session
session-state-password = password changed
session-state-suspended = account suspended
session-state-reused = old session key reused
session-state-limit = too many devices
session-state-operator = ended from the command line
session-state-admin = ended by an administrator
session-state-reset = password reset
session-state-deleted = account deleted
session-state-restored = restored from a backup
session-state-second-factor = two-factor authentication changed
session-state-second-factor-demanded = two-factor authentication missing
session-state-expired = expired
session-state-revoked = ended early
session-state-any = all, including ended
time-filter-within-hours =
    { $count ->
        [one] last hour
       *[other] last { $count } hours
    }
# Never less than two days.
time-filter-within-days = last { $count } days
time-filter-beyond-hours =
    { $count ->
        [one] more than 1 hour ago
       *[other] more than { $count } hours ago
    }
# Never less than two days.
time-filter-beyond-days = more than { $count } days ago
time-filter-since = since { $date }
time-filter-until = before { $date }
# Such as Firefox on Linux.
device-browser-on-system = { $browser } on { $system }
device-unknown = Unknown device
session-list-skip-to-actions = Skip to actions
session-list-tick-none = Select none
session-list-tick-all = Select all on this page
ticked-title = End these sessions?
ticked-your-own = Your own session is one of them: you will be signed out here.

## Administration: settings

settings-text = These settings are in use on this instance. Change them in doorward.toml, in the environment or by flags; changes take effect at the next start. The explanations are in English.
settings-setting = Setting
settings-value = Value
settings-default = Default
settings-meaning = Description

## Administration: users

user-list-name-or-email = Username or email
user-list-everybody = Show all
user-list-hint = A username, an email address, or the beginning of one followed by *.
user-invite = Invite user
user-list-none = No user matches. Change the search, or show all.
user-list-count =
    { $count ->
        [one] 1 user
       *[other] { $count } users
    }
user-list-count-more = More than { $count } users
user-list-all = All
user-list-all-but-deleted = All except deleted
user-new-text = This creates an account and an invitation link. You send the link to the person, and they choose their own password; nobody else ever sees it.
username-hint = Letters a–z, digits, dots, hyphens and underscores.
user-new-email = Email address (optional)
user-email-hint = Where links by mail go. Once its owner has chosen a password by such a link, it also serves to get a new one. Nobody signs in with it.
user-new-by-mail = Send the invitation to this address, if there is one
user-new-by-mail-hint = Then nobody but the person sees the link. Otherwise you send it yourself.
user-new-no-mail-server = No mail server is set up: the mail becomes a file on the server, and nobody gets it.
user-new-mail-more = Message and language of the mail
user-new-message = Message (optional)
user-new-language = Language of the mail
user-new-message-too-long = Use at most 1,000 characters.
user-new-submit = Create account and link
user-new-taken-invited = { $username } is already invited. If the link got lost, create a new one on the page of the account.
user-state-active = Active
user-state-invited = Invited
user-state-suspended = Suspended
user-state-deleted = Deleted

## Administration: a link to hand over

made-link-title = Send this link to { $username }
made-link-until = Valid until
made-link-copy = Copy it now: you will not see it again. If it gets lost, create another one on the page of the account.
made-link-copy-reload = Copy it now: you will not see it again. Reloading this page later creates another link, and this one stops working.
made-link-message = Message to send
made-link-message-invitation =
    { $username }, here is your invitation to { $site }:
    { $link }
    Open it and choose your password. It works once, until { $time }.
made-link-message-reset =
    { $username }, here is your link to choose a new password at { $site }:
    { $link }
    It works once, until { $time }.
made-link-message-device =
    { $username }, open this link in the browser in which you want to sign in at { $site }:
    { $link }
    Your account will then remember the browser. It works once, until { $time }.
made-link-qr = Show the link as a QR code
made-link-qr-alt = QR code with the link above
made-link-to-account = Go to the account of { $username }
made-link-invited = { $username } is invited.
made-link-invited-text = Anyone with the link can choose the password for { $username }. It works once.
made-link-reset = Password reset for { $username } started.
made-link-reset-text = Anyone with the link can choose a new password for { $username }. It works once; until then nothing changes.
made-link-device = Device link for { $username } created.
made-link-device-text = The account of { $username } will remember the browser in which the link is opened. It can then sign in there with username and password even while someone else keeps trying wrong passwords. The link works once and signs nobody in.

## Administration: one user

user-locked-title = Too many wrong passwords
user-locked-text = Other devices that have signed in before can still sign in. For a new device, create a device link; or allow attempts again.
user-unlock = Allow attempts again
user-codes-locked-title = Too many wrong codes
user-codes-locked-text = Whoever entered these codes knew the password. If that was not the owner, reset the password: with a new password, wrong codes at sign-ins are counted from zero.
user-unlock-codes = Allow codes again
user-about = Account
user-deleted-on = Deleted
user-invitation-until = Invitation valid until
user-reset-until = Reset link valid until
user-device-link-until = Device link valid until
user-codes-left = { $count } recovery codes left
user-id = User ID
user-rename-text = It stays the same account: sessions, links and events are kept. Apps that recognise people by username take them for someone else.
user-rename-rules-hint = Permissions in access_rules belong to the username: the next person who gets it has them.
user-rename-rules = Rules for this username: { $rules }
user-rename = Rename
user-email-links-hint = Changing it cancels unused links.
user-email-verified = verified
user-signing-in = Sign-in
user-row-invitation = Invitation
user-row-device-link = Device link
user-row-suspension = Suspension
user-row-deletion = Deletion
user-row-suspension-text = Signs the account out everywhere, and lets nobody sign in with it until an administrator reactivates it.
user-row-deletion-text = Removes the account for good. You see first what that means.
user-row-sessions-text = Signs the account out on all devices. Anyone who knows the password can sign in again.
user-row-second-factor-text = It is on. Removing it voids the app and all recovery codes, and signs the account out everywhere.
user-row-make-admin-text = An administrator can see and change everything here.
user-row-take-role-text = Without the administrator role, the account has no access to the administration.
user-suspended = This account is suspended: nobody can sign in with it.
user-reactivate = Reactivate
user-no-password = This person has not chosen a password yet. A new invitation replaces the previous one.
user-reset-text = Creates a link for you to send. The person who opens it chooses a new password, and then the account is signed out everywhere.
user-device-link-text = Makes the account remember a browser, so that its owner can sign in there even while someone else keeps trying wrong passwords.
user-own-account = This is your own account. Signing out everywhere also ends the session that you are using now.
user-new-invitation = Create a new invitation
user-reset = Create a reset link
user-device-link = Create a device link
user-send-by-mail = Send by mail
act-send-link = Send the link by mail
user-sign-out-everywhere = Sign out everywhere
user-end-sessions = Sign { $username } out everywhere
user-remove-second-factor-link = Remove two-factor authentication …
user-suspend-link = Suspend
user-role-and-deletion = Role and deletion
user-take-role = Remove administrator role
user-make-admin = Make { $username } an administrator
user-delete-link = Delete …
user-no-sessions = Not signed in anywhere.
user-all-events = All events of this account
user-renamed = The username is changed. Use it to sign in from now on.
user-role-changed = The role is changed. It takes effect with the person's next click.
user-is-suspended = The account is suspended and signed out everywhere, and its unused links no longer work.
user-is-active = The account is active again. Its owner has to sign in again.
user-nothing-changed = Nothing was changed.
user-is-unlocked = Wrong passwords and wrong codes are forgotten. New attempts are possible.
user-link-is-mailed = The link is on its way by mail.
user-link-is-filed = The mail was written to a file on the server, because no mail server is set up: nobody gets it.
user-sessions-ended = The account is signed out everywhere.
user-session-ended = That device is signed out.
user-email-saved = The email address is saved. Unused links no longer work.
user-second-factor-removed = Two-factor authentication is removed, and the account is signed out everywhere.
user-is-deleted = The account is deleted.

## Administration: questions before something grave is done to an account

ask-delete-no-sign-in = Nobody can sign in with this account any more. You cannot undo this.
ask-sessions-end = The account is signed out everywhere at once, and its unused links stop working.
ask-delete-removed = Its password and email address are deleted at once. What it did stays in the events.
ask-delete-name = Its username stays taken for about a month, until its sessions are deleted.
ask-delete-own = This is your own account: you will be signed out at once.
ask-delete-title = Delete { $username }?
ask-delete-submit = Delete account
ask-suspend-no-sign-in = Nobody can sign in with this account until an administrator reactivates it.
ask-suspend-own = This is your own account: only another administrator can reactivate it.
ask-suspend-title = Suspend { $username }?
ask-suspend-submit = Suspend account
ask-make-admin-text = They can see and change everything here, from their next click on.
ask-make-admin-title = Make { $username } an administrator?
ask-take-role-own = This is your own account: you lose access to the administration at once.
ask-take-role-back = Only another administrator can give the role back to you.
ask-take-role-text = They lose access to the administration at once.
ask-take-role-title = Remove the administrator role of { $username }?
ask-take-role-submit = Remove role
second-factor-removal-title = Remove two-factor authentication of { $username }?
second-factor-removal-text = Do this only for someone who has lost their app and their recovery codes, and only if you are sure who is asking: meet them, or call a number that you already had. An email or a message is not enough.
second-factor-removal-ends = The app and all recovery codes stop working at once, and the account is signed out everywhere.
second-factor-removal-password-only = Until they set up an app again, a password is enough to sign in.
second-factor-removal-check = How did you make sure who is asking?
second-factor-removal-check-hint = This is recorded, and the person can read it. For example: called back at the number in the staff list.
second-factor-removal-submit = Remove two-factor authentication
ask-end-sessions-text = The account is signed out on all devices at once. Anyone who knows the password can sign in again.
ask-end-sessions-title = Sign { $username } out everywhere?

## The pages of a list

pager-title = Pages
pager-first = First page
pager-previous = Previous page
pager-next = Next page
pager-last = Last page

## The description of the API

api-reference-title = API reference
api-reference-text = For developers. This page shows the same description that programs read:

## Answers of the API

api-bulk-none = No active session matches: nothing was started
api-bulk-more = More sessions match than you expect: nothing was started. Check how many match
api-cursor = This cursor does not belong to this search: begin without one
api-token-needed = An access token is needed: send it in the Authorization header
api-token-expired = The token has expired
api-token-invalid = The token is not valid
api-token-one = Send exactly one access token, in one Authorization header
api-admin-only = This is for administrators
api-password-old = The password was entered too long ago for this: sign in again
api-password-just-now = This needs a password that was entered within the last two minutes: sign in again
api-session-over = The session has ended: sign in again
api-code-needed = A code is needed: this account uses two-factor authentication
api-code-wrong = The code is wrong: each works once, for about a minute
api-code-used = The code was already used: each works once
api-code-impossible = This cannot be a code: send the six digits from the app, or a recovery code
api-code-unreadable = Codes from the app cannot be checked any more: use a recovery code
api-second-factor-demanded = This account must set up two-factor authentication first: sign in with a browser
api-codes-paused = Too many wrong codes: send a recovery code
api-recovery-codes-paused = Too many wrong recovery codes: send a code from the app
api-all-codes-paused = Too many wrong codes: try again later, or send the device_token of an earlier login
api-codes-closed = Too many wrong codes: send the device_token of an earlier login, or ask an administrator to allow codes again
api-tries-closed = Too many attempts: send the device_token of an earlier login, or ask an administrator to allow new ones
api-too-many-tries = Too many attempts: wait as long as Retry-After says, send the device_token of an earlier sign-in, or ask an administrator
api-too-many-changes = Too many changes: wait as long as Retry-After says
api-not-found = There is nothing at this address
api-method = This address does not support this method
api-bad-request = The request does not match the documentation
api-media-type = The body must be application/json
api-too-large = The body is too large
api-too-slow = The body arrived too slowly
api-past-proxy = Only the proxy may connect to this port
api-busy = The site is busy: try again in a few seconds
api-unavailable = Temporarily unavailable: try again in a few seconds
api-internal = Something went wrong on our side and was recorded
api-tokens-symmetric = Tokens are signed with HS256, which nobody else can check

## Mail

mail-greeting = Hello { $username },
mail-link-until = The link works once, until { $time }.
mail-message = A message for you:
mail-message-from = { $sender } adds:
mail-test-subject = Test mail from { $site }
mail-test-text = This mail was sent to find out whether mail from { $site } arrives. It does.
mail-invitation-subject = Your invitation to { $site }
mail-invitation-text = You are invited to { $site }. Your username is { $username }. Choose a password to sign in for the first time.
mail-invitation-text-by = { $sender } invites you to { $site }. Your username is { $username }. Choose a password to sign in for the first time.
mail-invitation-button = Choose a password
mail-invitation-unasked = If you do not know what this is about, ignore this mail: without a password nobody can use the account.
mail-reset-subject = Choose a new password for { $site }
mail-reset-text = With this link you can choose a new password for your account { $username } at { $site }. Your present password works until then.
mail-reset-text-by = { $sender } sends you this link, so that you can choose a new password for your account { $username } at { $site }. Your present password works until then.
mail-reset-button = Choose a new password
mail-reset-unasked = If you did not ask for this, ignore this mail: nothing changes until the link is used. Never pass it on.
mail-device-subject = Sign in at { $site } again
mail-device-text = Somebody, perhaps you, asked for a link that lets a new browser sign in to your account { $username } at { $site }. Open it in the browser in which you want to sign in: it may sign in at once, with your password, whatever strangers have tried.
mail-device-text-by = { $sender } sends you this link for your account { $username } at { $site }. Open it in the browser in which you want to sign in: it may sign in at once, with your password, whatever strangers have tried.
mail-device-button = Let this browser sign in
mail-device-unasked = The link signs nobody in. If you do not need it, ignore this mail.

## Links by mail that people ask for

link-request-reset-title = Forgot your password?
link-request-reset-text = Enter your username, or the email address of your account. You get a link with which you choose a new password.
link-request-reset-submit = Send me a link
link-request-device-title = Let this browser sign in
link-request-device-text = Enter your username, or the email address of your account. You get a device link: open it in this browser, and you can sign in here at once, whatever strangers have tried.
link-request-device-submit = Send me a device link
link-request-name = Username or email address
link-request-missing = Enter your username or your email address.
link-request-no-mail = This site sends no mail.
link-request-nothing-came = Nothing came?
link-requested = If there is such an account, the mail is on its way.
link-requested-text = The link works for an hour. It goes to the email address of the account, if its owner has shown that mail arrives there. In an hour there are three such mails at most, and each of their links works. Look into your spam folder, too.
