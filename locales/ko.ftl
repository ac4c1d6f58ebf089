### Korean.

## The language itself

language-name = 한국어
language-digit-separator = ,

## Words that several pages share

cancel = 취소
save = 저장
search = 찾기
clear = 지우기
show = 보기
state = 상태
status = 상태
number = 번호
time-when = 시각
event-what = 내용
event-by = 수행한 사람
look-further = 더 살펴보기
back-to-list = 목록으로
times-are-utc = 시각은 UTC입니다.
nothing-set = 없음
never = 없음
username = 사용자 이름
email-address = 이메일 주소
email = 이메일
password = 비밀번호
password-change = 비밀번호 바꾸기
password-new = 새 비밀번호
password-new-again = 같은 비밀번호 한 번 더
password-hint = { $count }자 이상. 서로 관계없는 낱말 네댓 개를 이으면 외우기 쉽고 알아맞히기 어렵습니다. 빈칸을 포함해 어떤 글자든 쓸 수 있습니다.
password-current = 현재 비밀번호
user = 사용자
role = 역할
role-admin = 관리자
role-user = 사용자
account = 내 계정
account-since = 가입
account-last-signed-in = 마지막 로그인
device = 기기
device-name = 이 기기의 이름
network-address = 주소
session-signed-in = 로그인함
session-last-seen = 마지막 사용
session-ends-at-latest = 최종 만료
session-this = 이 세션
session-kept-signed-in = 로그인 유지
session-kept-signed-in-label = 로그인 상태 유지 선택
session-end = 이 세션 끝내기
sessions-show-own = 내 세션 보기
sessions = 세션
users = 사용자
recent-activity = 최근 활동
second-factor = 2단계 인증
code = 코드
code-hint = 인증 앱의 숫자 여섯 자리 또는 복구 코드.
key = 키
key-algorithm = 알고리즘
sign-in = 로그인
sign-out = 로그아웃
not-signed-in-title = 로그인하지 않았습니다
not-signed-in = 로그인하지 않음
own-account = 내 계정 메뉴

## The frame of every page

frame-skip-to-content = 본문으로 건너뛰기
frame-signed-in-as = 로그인한 사람:
frame-administration = 관리
role-admin-badge = 관리자

## The frame of the pages of administrators

admin-overview = 한눈에 보기
admin-events = 기록
admin-keys = 키
admin-settings = 설정

## Signing in

login-keep-signed-in = 로그인 상태 유지
login-keep-signed-in-hint = 내 기기에서만 켜 두세요.
login-account-made = 계정을 만들었고 설정 링크는 이제 쓸 수 없습니다. 그 계정으로 로그인하세요.
login-password-chosen = 비밀번호를 정했고 링크는 이제 쓸 수 없습니다. 그 비밀번호로 로그인하세요.
login-browser-known = 이제 이 브라우저가 계정에 등록되었고, 링크는 더 이상 쓸 수 없습니다. 이름과 비밀번호로 로그인하세요. 다른 사람의 시도 때문에 막히지 않습니다.
login-begin-again = 시간이 너무 오래 걸렸거나 그사이 계정이 변경되었습니다. 비밀번호부터 다시 시작하세요.
login-return-too-long = 열려던 페이지의 주소가 너무 길어 로그인하는 동안 기억할 수 없습니다. 로그인한 뒤 찾았던 곳에서 다시 여세요.
login-no-account-yet = 아직 계정이 없습니다. Doorward가 시작할 때 출력한 설정 링크를 여세요. 다시 시작하면 새 링크가 출력됩니다.
login-refused = 이름과 비밀번호가 맞지 않습니다. 둘 다 확인하고 다시 해 보세요. 비밀번호는 대소문자를 가립니다.
api-login-refused = 이름과 비밀번호가 맞지 않습니다
login-cancel = 이 로그인 취소

## The second step of signing in

second-step-title = 코드 입력
second-step-text = 비밀번호가 맞습니다. 이제 인증 앱을 열고 이 사이트 항목에 표시된 숫자 여섯 자리를 입력하세요.
second-step-without-phone = 휴대전화가 없을 때
second-step-recovery-code = 복구 코드
second-step-recovery-code-hint = 2단계 인증을 설정할 때 보관한 코드 중 하나입니다. 코드마다 한 번만 쓸 수 있습니다.
second-step-recovery-code-submit = 복구 코드로 로그인
second-step-lost-both = 둘 다 잃어버렸다면 관리자에게 문의하세요.
second-step-required = 비밀번호가 맞습니다. 이 사이트는 훔친 비밀번호만으로 아무도 들어올 수 없도록 2단계 인증도 요구합니다.
second-step-show-key = 앱에 넣을 키 보기
code-needed = 코드도 입력하세요. 이 계정은 2단계 인증을 사용합니다.
code-impossible = 코드가 될 수 없는 값입니다. 앱에는 숫자 여섯 자리가 표시되고, 복구 코드는 글자와 숫자 열 자리입니다.
code-wrong = 코드가 맞지 않습니다. 코드는 한 번, 1분 남짓 동안만 쓸 수 있습니다. 다음 코드를 기다리세요.
recovery-code-wrong = 복구 코드가 맞지 않습니다. 글자와 숫자를 하나하나 확인하세요.
code-used = 이미 사용한 코드입니다. 앱에 다음 코드가 표시될 때까지 기다리세요.
recovery-code-used = 이미 사용한 복구 코드입니다. 코드마다 한 번만 쓸 수 있으니 다른 코드를 쓰세요.
code-unreadable = 더 이상 인증 앱의 코드를 확인할 수 없습니다. 복구 코드를 사용하거나 관리자에게 문의하세요.
code-too-many = 틀린 코드를 너무 많이 입력했습니다. { $minutes }분 뒤에 다시 시도하세요.
code-too-many-closed = 틀린 코드를 너무 많이 입력했습니다. 관리자에게 2단계 인증 제거를 요청하세요.
recovery-code-too-many = 틀린 복구 코드를 너무 많이 입력했습니다. { $minutes }분 뒤에 다시 시도하세요.
recovery-code-too-many-closed = 틀린 복구 코드를 너무 많이 입력했습니다. 관리자에게 2단계 인증 제거를 요청하세요.
recovery-code-still-works = 복구 코드는 지금도 쓸 수 있습니다.
code-still-works = 앱의 코드는 지금도 쓸 수 있습니다.
throttled-seconds = 시도가 너무 많았습니다. { $seconds }초 뒤에 다시 해 보세요.
throttled-minutes = 시도가 너무 많았습니다. { $minutes }분 뒤에 다시 해 보세요.
throttled-ways-in = 전에 로그인한 적이 있는 다른 브라우저에서는 기다리지 않아도 됩니다. 아니면 관리자에게 기기 등록 링크를 요청하세요. 링크를 열면 이 브라우저가 계정에 등록됩니다.

## The first account

setup-title = 처음 설정
setup-heading = 첫 관리자 만들기
setup-text = 그다음에는 이 계정으로 로그인하고, 관리 페이지의 사용자에서 다른 사람을 초대합니다.
setup-submit = 계정 만들기
setup-closed-title = 쓸 수 없는 설정 링크입니다
setup-closed-text = 이미 계정이 있거나(그렇다면 로그인하세요), 링크가 잘렸거나 하루가 지났습니다. 계정이 없는 동안에는 Doorward를 다시 시작하면 새 링크가 출력됩니다.

## Links by which people choose a password or make a browser known

account-link-title = 비밀번호 정하기
account-link-invited = { $username }(으)로 초대받았습니다. 로그인할 때 쓸 비밀번호를 정하세요.
account-link-reset = { $username }의 새 비밀번호입니다. 정하는 순간 이 계정의 모든 세션이 끝납니다.
account-link-submit = 이 비밀번호로 정하기
account-link-closed-title = 쓸 수 없는 링크입니다
account-link-closed-invitation = 초대 링크는 7일 동안 한 번만 쓸 수 있고, 새로 만들면 이전 것은 쓸 수 없습니다. 이미 비밀번호를 정했다면 로그인하고, 아니라면 관리자에게 새 초대를 부탁하세요.
account-link-closed-reset = 새 비밀번호 링크는 한 시간 동안 한 번만 쓸 수 있고, 새로 만들면 이전 것은 쓸 수 없습니다. 이미 비밀번호를 정했다면 로그인하고, 아니라면 관리자에게 새 링크를 부탁하세요.
account-link-closed-device = 기기 등록 링크는 한 시간 동안 한 번만, 그리고 새 링크가 만들어지기 전까지만 쓸 수 있습니다. 이 브라우저에서 이미 썼다면 로그인하고, 아니라면 관리자에게 새 링크를 요청하세요.
device-link-title = 이 브라우저 등록
device-link-text = 지금 쓰는 브라우저를 { $username } 계정에 등록합니다. 등록하면 다른 사람이 이 계정의 비밀번호를 자꾸 시도하는 동안에도 이 브라우저로 로그인할 수 있습니다. 로그인이 되는 것은 아니며, 이름과 비밀번호는 늘 그렇듯 입력해야 합니다.
device-link-hint = 본인의 기기에서만 하세요. 링크는 한 번만 쓸 수 있습니다.

## The start page

welcome-signed-out = 이 브라우저에서 로그아웃했습니다. 다른 기기의 세션은 계속됩니다.
welcome-text = 로그인하면 내 계정과 로그인된 기기를 볼 수 있습니다.
home-hello = { $username } 님, 안녕하세요
home-this-session = 이 세션
home-ended-by-admin = 관리자가 함
home-other-sessions = 다른 세션
home-no-others = 다른 곳에는 로그인되어 있지 않습니다.
home-others = 다른 세션이 { $count }개 있습니다.
home-not-you = 내가 한 일이 아닌 것이 있나요? 비밀번호를 바꾸면 다른 모든 기기에서 로그아웃됩니다.

## The page of one's account

account-guessed-title = 누군가 비밀번호를 추측하고 있습니다
account-guessed-text = 본인이 아니라면: 로그인한 적이 있는 기기에서는 평소처럼 로그인할 수 있습니다. 새 기기를 쓰려면 관리자에게 기기 등록 링크를 요청하세요. 등록된 기기나 세션에서 일어난 일이라면 다른 세션을 모두 끝내고 비밀번호를 바꾸세요.
account-session-since = 이곳에 로그인한 때
account-password-hint = 비밀번호를 바꾸면 다른 모든 곳에서 로그아웃됩니다.
account-second-factor-on = 켜짐: 로그인하려면 비밀번호와 인증 앱의 코드가 필요합니다.
second-factor-change = 2단계 인증 변경
account-second-factor-off = 꺼짐: 비밀번호를 알아낸 사람은 누구나 로그인할 수 있습니다. 휴대전화의 인증 앱이 이를 막아 줍니다.
second-factor-set-up = 2단계 인증 설정
account-sessions-hint = 어디에 로그인되어 있는지 보고, 쓰지 않는 곳은 로그아웃하세요.

## One's password

password-changed = 비밀번호를 바꿨습니다. 다른 세션은 모두 끝났습니다.
password-change-hint = 이곳의 로그인은 그대로이고, 다른 세션은 모두 바로 끝납니다.
password-not-current = 현재 비밀번호가 아닙니다.
password-already-yours = 이미 쓰고 있는 비밀번호입니다. 다른 것을 고르세요.
passwords-differ = 두 비밀번호가 다릅니다. 같은 것을 두 번 입력하세요.
password-too-long = 너무 깁니다. 256자까지 쓸 수 있습니다.
password-too-short = 너무 짧습니다. { $count }자 이상 쓰세요.
password-common = 알아맞히기 쉽습니다. 공격자가 맨 먼저 넣어 보는 비밀번호와 낱말로 되어 있습니다. 서로 관계없는 낱말 몇 개를 고르세요.
password-context = 알아맞히기 쉽습니다. 이 사이트의 이름이나 사용자 이름으로 만들었습니다. 그것들은 빼세요.
password-repeats = 알아맞히기 쉽습니다. 같은 부분이 되풀이됩니다. 서로 다른 낱말을 쓰세요.
password-sequence = 알아맞히기 쉽습니다. 이웃한 자판이나 글자, 숫자를 차례로 이은 것입니다.
password-date = 알아맞히기 쉽습니다. 거의 날짜나 연도로 되어 있습니다.

## One's sessions

own-sessions-text = 세션 하나는 한 기기에서 로그인한 것 하나입니다. 여기서 끝낸 세션은 바로 쓸 수 없게 됩니다.
own-sessions-sign-out-here = 여기서 로그아웃
own-sessions-elsewhere = 다른 모든 곳
own-sessions-elsewhere-hint = 이 세션을 뺀 모든 세션을 끝냅니다. 비밀번호를 다시 물을 수 있습니다.
sessions-end-others = 다른 세션 모두 끝내기
own-sessions-limit = 한 계정에는 세션을 { $count }개까지 둘 수 있습니다. 하나 더 로그인하면 가장 오래 쓰지 않은 세션이 끝납니다.

## One's second factor

two-factor-turned-off = 2단계 인증을 껐습니다. 인증 앱의 코드와 복구 코드는 더 이상 쓸 수 없고, 다른 모든 세션이 끝났습니다.
two-factor-key-gone = 표시되었던 키는 더 이상 쓸 수 없습니다. 다시 시작하세요.
two-factor-app = 인증 앱
second-factor-since = { $date }부터 켜짐
two-factor-recovery-codes = 복구 코드
two-factor-codes-left = { $count }개 남음
two-factor-codes-few = 남은 복구 코드가 얼마 없습니다. 필요해지기 전에 새로 만드세요.
two-factor-acts-hint = 아래 작업은 모두 비밀번호와 코드를 요구하며, 다른 모든 곳에서 로그아웃됩니다.
two-factor-new-codes = 복구 코드 새로 만들기
two-factor-another-app = 다른 앱 설정하기
two-factor-turn-off = 2단계 인증 끄기
two-factor-new-phone = 새 휴대전화로 옮기려면 거기에 다른 앱을 설정하세요. 새 앱의 코드가 맞을 때까지는 이전 앱을 계속 쓸 수 있습니다.
two-factor-demanded = 이 사이트는 2단계 인증을 요구하므로 끌 수 없습니다.
two-factor-why = 2단계 인증을 켜면 로그인할 때 비밀번호와 인증 앱의 숫자 여섯 자리가 필요합니다. 훔친 비밀번호만으로는 아무도 들어올 수 없습니다.
two-factor-app-needed = 휴대전화 등에 인증 앱이 필요합니다. 숫자 여섯 자리를 표시하는 앱이면 무엇이든 됩니다.
two-factor-set-up = 설정하기
two-factor-phishing = 이 페이지를 흉내 낸 가짜 페이지까지 막아 주지는 않습니다. 코드를 입력하기 전에 주소를 확인하세요.
enrolment-title = 인증 앱 설정
enrolment-scan = 인증 앱으로 스캔하세요. 스캔할 수 없으면 키를 앱에 입력하거나 이 기기에서 여세요.
enrolment-qr-alt = 아래 키가 담긴 QR 코드
enrolment-open-app = 이 기기의 앱에서 열기
enrolment-code = 앱에 지금 표시된 코드
enrolment-submit = 켜기
enrolment-hint = 맞는 코드를 입력하기 전에는 아무것도 바뀌지 않습니다. 키는 이 페이지에만 표시되며 15분 동안 쓸 수 있습니다.
enrolment-code-wrong = 키에 맞는 코드가 아닙니다. 다시 실패하면 휴대전화의 시간이 자동으로 설정되도록 하세요.
recovery-codes-title = 복구 코드를 보관하세요
recovery-codes-enabled = 2단계 인증을 켰습니다. 이제 로그인할 때 앱의 코드가 필요하며, 다른 모든 세션이 끝났습니다.
recovery-codes-replaced = 이 코드가 이전 코드를 대신하며, 이전 코드는 더 이상 쓸 수 없습니다. 다른 모든 세션이 끝났습니다.
recovery-codes-text = 인증 앱을 잃어버리면 비밀번호와 함께 이 코드를 한 번씩 사용해 로그인할 수 있습니다. 적거나 인쇄해서 휴대전화와 다른 곳에 보관하세요.
recovery-codes-once = 지금 한 번만 표시됩니다.
recovery-codes-kept = 보관했습니다

## The password asked for once more

confirm-title = 본인이 맞나요?
confirm-each-time = 이 작업은 매번 비밀번호를 요구합니다. 입력하면 하려던 일이 계속됩니다.
confirm-text = 비밀번호를 입력한 지 시간이 지났습니다. 다시 입력하면 하려던 일이 이어집니다.
confirm-go-on = 계속

## Signing out

logout-title = 로그아웃할까요?
logout-text = { $username }(으)로 로그인해 있습니다. 로그아웃하면 이 브라우저의 세션이 끝나고, 다른 기기의 세션은 계속됩니다.
logout-nothing = 이 브라우저에는 로그아웃할 것이 없습니다.

## Between an app and the desk

circle-title = 앱과 로그인 페이지 사이를 오가고 있습니다
circle-text = 여기에는 로그인되어 있지만, 앱이 아직 알지 못해 계속 이곳으로 돌려보내고 있습니다. 몇 초 기다렸다가 계속하세요.
circle-again = 다시 이 페이지로 돌아오면 사이트 운영자에게 알려 주세요. 쿠키가 앱에 전달되지 않거나 앱이 받아들이지 않는 것일 수 있습니다.
app-go-on = 앱으로 계속하기
too-long-title = 페이지를 다시 여세요
too-long-text = 로그인되어 있지만, 열려던 페이지의 주소가 너무 길어 되돌아갈 수 없습니다. 찾았던 곳에서 다시 여세요.
too-long-app = 앱의 첫 페이지로
too-long-start = 시작 페이지로
forward-auth-sign-in = 먼저 로그인하세요. 앱에는 아무것도 전송되지 않았습니다.
forward-auth-signed-out = 로그인하지 않았거나 로그인이 끝났습니다. 로그인한 다음 뒤로 돌아가 다시 보내세요.
forward-auth-form-not-sent = 양식이 전송되지 않았습니다
forward-auth-forbidden-title = 이용할 수 없습니다
forward-auth-forbidden-text = 지금 { $username } 계정으로 로그인되어 있으며, 이 계정으로는 이용할 수 없습니다. 관리자에게 권한을 요청하거나, 로그아웃한 뒤 다른 계정으로 다시 오세요.
forward-auth-no-rule = 이 사이트의 설정은 이 주소를 누구에게도 열어 두지 않았거나, 주소가 두 가지로 읽힐 수 있게 쓰여 있습니다. 주소를 확인하거나 이 사이트 운영자에게 알려 주세요.
forward-auth-no-rule-title = 들어갈 수 없는 주소입니다
forward-auth-unreliable = 프록시가 보낸 요청 정보를 믿을 수 없었습니다. 이 사이트 운영자에게 알려 주세요. 자세한 내용은 로그에 있습니다.

## Problems

problem-number = 이 요청의 번호:
problem-to-start = 첫 페이지로
problem-not-found-title = 여기에는 아무것도 없습니다
problem-method-title = 이 주소는 그렇게 쓸 수 없습니다
problem-foreign-form-title = 이 사이트에서 보낸 양식이 아닙니다
problem-past-proxy-title = 들어오는 곳이 아닙니다
problem-bad-request-title = 알아볼 수 없는 요청입니다
problem-media-type-title = 여기서는 양식만 받습니다
problem-too-large-title = 너무 많습니다
problem-too-slow-title = 너무 오래 걸렸습니다
problem-forbidden-title = 관리자만 볼 수 있습니다
problem-signed-out-title = 로그아웃되었습니다
problem-too-many-changes-title = 한꺼번에 너무 많이 바꾸었습니다
problem-busy-title = 지금 사람이 너무 많습니다
problem-unavailable-title = 지금은 쓸 수 없습니다
problem-internal-title = 문제가 생겼습니다
problem-not-found-text = 주소를 잘못 입력했거나 그곳에 있던 것이 없어졌습니다. 돌아가거나 첫 페이지에서 시작하세요.
problem-method-text = 주소는 있지만 그렇게는 쓸 수 없습니다. 돌아가서 그곳의 양식을 쓰세요.
problem-foreign-form-text = 바뀐 것은 없습니다. 첫 페이지로 가서 다시 해 보세요. 그래도 안 되면 입력한 주소가 설정의 public_url과 다른 것이니 이 사이트 운영자에게 알려 주세요.
problem-past-proxy-text = 이 포트는 프록시만 쓸 수 있습니다. 이 사이트의 공개 주소를 쓰세요.
problem-bad-request-text = 바뀐 것은 없습니다. 돌아가서 페이지를 새로 열고 다시 해 보세요.
problem-media-type-text = 바뀐 것은 없습니다. 돌아가서 그곳의 양식을 쓰세요.
problem-too-large-text = 바뀐 것은 없습니다. 돌아가서 양을 줄여 보내세요.
problem-too-slow-text = 바뀐 것은 없습니다. 양식을 보내는 도중에 연결이 멈췄습니다. 돌아가서 다시 보내세요.
problem-forbidden-text = 로그인했지만 이 페이지는 관리자용입니다. 관리자에게 문의하세요.
problem-signed-out-text = 양식이 저장되지 않았습니다. 다시 로그인한 뒤 한 번 더 보내세요.
problem-signed-out-text-typed = 양식이 저장되지 않았습니다. 다시 로그인한 뒤 한 번 더 보내세요. 작성했던 내용은 다음과 같습니다.
problem-too-many-changes-text = 바뀐 것은 없습니다. 짧은 시간에 너무 많은 내용을 바꾸었습니다. 몇 초 기다렸다가 돌아가서 양식을 한 번 더 보내세요.
problem-too-many-changes-text-typed = 바뀐 것은 없습니다. 짧은 시간에 너무 많은 내용을 바꾸었습니다. 몇 초 기다렸다가 돌아가서 양식을 한 번 더 보내세요. 입력한 내용은 다음과 같습니다.
problem-busy-text = 바뀐 것은 없습니다. 몇 초 뒤에 다시 해 보세요.
problem-unavailable-text = 바뀐 것은 없으며, 로그인한 사람은 그대로 로그인되어 있습니다. 몇 초 뒤에 다시 해 보세요.
problem-internal-text = 저희 쪽 잘못이며 기록해 두었습니다. 다시 해 보고, 그래도 안 되면 이 사이트 운영자에게 아래 번호를 알려 주세요.

## Why a session is over

session-ended-idle = 한동안 쓰지 않아 로그아웃되었습니다. 계속하려면 다시 로그인하세요.
session-ended-time-up = 세션이 끝날 때가 되었습니다. 계속하려면 다시 로그인하세요.
session-ended-unknown = 세션 기록이 남아 있지 않습니다. 계속하려면 다시 로그인하세요.
session-ended-suspended = 정지된 계정입니다. 관리자에게 문의하세요.
session-ended-signed-out = 이 브라우저에서 로그아웃했습니다.
session-ended-elsewhere = 다른 기기에서 이 세션을 끝냈습니다. 여기서 계속하려면 다시 로그인하세요.
session-ended-password = 다른 기기에서 비밀번호를 바꿨습니다. 새 비밀번호로 로그인하세요. 내가 바꾼 것이 아니라면 바로 관리자에게 문의하세요.
session-ended-reused = 안전을 위해 이 세션을 끝냈습니다. 지난 세션 키의 사본이 쓰였으므로 다른 사람이 가지고 있을 수 있습니다. 다시 로그인한 다음 비밀번호를 바꾸세요.
session-ended-limit = 로그인한 기기가 너무 많아서 가장 오래 쓰지 않은 이 기기에서 로그아웃되었습니다.
session-ended-reset = 이 계정의 비밀번호가 새로 정해졌습니다. 새 비밀번호로 로그인하세요. 내가 한 일이 아니라면 바로 관리자에게 문의하세요.
session-ended-deleted = 삭제된 계정입니다. 뜻밖이라면 관리자에게 문의하세요.
session-ended-restored = 이 사이트를 백업에서 복구했으므로 모두 다시 로그인해야 합니다.
session-ended-second-factor = 이 계정의 2단계 인증이 설정, 변경 또는 제거되었습니다. 다시 로그인하세요. 본인이 한 일이 아니라면 지금 관리자에게 문의하세요.
session-ended-second-factor-demanded = 이제 이 계정에는 2단계 인증이 필요합니다. 로그인하면 설정 방법이 안내됩니다.
session-ended-admin = 관리자가 이 세션을 끝냈습니다. 계속하려면 다시 로그인하세요.

## Text that cannot be read as what it is meant to be

unreadable-session-id = 세션 id가 아닙니다. 세션 id는 32자리입니다.
unreadable-network = 주소가 아닙니다. 192.0.2.7이나 2001:db8::1 같은 주소, 또는 192.0.2.0/24 같은 네트워크를 쓰세요.
unreadable-event-kind = 그런 종류의 기록은 없습니다. 목록에서 고르세요.
unreadable-user = 사용자 이름이 될 수 없습니다. 전체 이름이나 id를 입력하세요.
unreadable-address = 주소가 아닙니다. 192.0.2.7처럼 전체 주소를 입력하세요. 명령줄은 local입니다.
unreadable-order = 목록을 이것으로 정렬할 수 없습니다.
unreadable-device = 이런 낱말의 기기는 없습니다. Firefox나 Android처럼 브라우저나 시스템의 이름을 써 보세요.
unreadable-empty = 낱말이 없습니다.
unreadable-span = 고를 수 없는 값입니다. 목록에서 고르거나 within-24h, beyond-24h, since-2026-11-23, until-2026-11-23처럼 쓰세요.
unreadable-day = 날짜가 아닙니다. 2026-11-23처럼 쓰세요.
unreadable-user-search = 그런 이름의 사용자는 있을 수 없습니다. 이름이나 이메일 주소, 또는 그 앞부분 뒤에 *를 붙여 쓰세요.
unreadable-choice = 고를 수 없는 값입니다. 목록에서 고르세요.
username-error = 영문자, 숫자, 점(.), 붙임표(-), 밑줄(_)로 1~32자, 처음과 끝은 영문자나 숫자로 쓰세요.
email-error = 이메일 주소가 아닙니다. name@host처럼 쓰거나 비워 두세요.
identity-check-error = 어떻게 확인했는지 한 줄, 10자에서 200자로 적으세요.

## What an administrator cannot do to an account

refusal-name-taken = 이미 쓰이는 이름입니다. 목록에 있거나 최근에 삭제된 계정의 이름입니다. 다른 이름을 고르세요.
refusal-last-admin = 바뀐 것은 없습니다. 로그인할 수 있는 마지막 관리자입니다. 먼저 다른 사람을 관리자로 만드세요.
refusal-suspended = 링크를 만들지 않았습니다. 정지된 계정이니 먼저 정지를 푸세요.
refusal-has-password = 초대를 만들지 않았습니다. 이미 비밀번호를 정했으니 비밀번호 재설정을 시작하세요.
refusal-own-account = 본인 계정이어서 아무것도 하지 않았습니다. 비밀번호와 2단계 인증은 내 계정 페이지에서 바꾸세요.
refusal-has-no-password = 링크를 만들지 않았습니다. 아직 비밀번호를 정하지 않았으니 새 초대를 만드세요.

## The acts of forms, for the question about the password

act-save-email = 이메일 주소 저장
act-reactivate = 이 계정 정지 풀기
act-end-all-sessions = 이 계정의 세션 모두 끝내기

## Administration: overview

overview-attention = 살펴봐야 할 것
overview-live-sessions = 살아 있는 세션
overview-in-24-hours = 최근 24시간
overview-in-30-days = 최근 30일 { $count }건
overview-locked = 지금 차단된 항목
overview-locked-hint = 로그인한 적이 있는 기기는 그대로 로그인할 수 있습니다. 사용자 페이지에서 처음 보는 기기의 로그인을 다시 허용할 수 있습니다.
overview-more = 그 밖에 { $count }개 더 있습니다.
overview-more-than = 그 밖에 { $count }개 넘게 더 있습니다.
overview-network = 네트워크
overview-refused = 최근 거부한 시도
overview-refused-hint = 이 가운데 일부는 위 계정에 대한 시도일 수 있습니다. 여러 사람이 한 네트워크를 함께 쓴다면 sign_in_tries_per_address 값을 높이세요.
overview-setting = 설정 보기
overview-background-work = 백그라운드 작업
overview-no-tasks = 아직 한 일이 없습니다. 잠시 뒤 다시 보세요.
overview-task = 작업
overview-task-last-run = 마지막 실행
overview-task-outcome = 결과
overview-counts-hint = 기록은 10초쯤 안에, 수가 많은 사용자와 세션은 5분 안에 집계됩니다. 시각은 UTC입니다.
overview-sign-ins = 로그인
overview-failed-sign-ins = 실패한 로그인
overview-wrong-codes = 틀린 코드
overview-lockouts = 로그인 차단
overview-reuse-alarms = 재사용 경보
overview-sessions-ended = 끝난 세션
overview-wrong-confirmations = 확인 때 틀린 비밀번호
overview-password-changes = 비밀번호 변경
overview-chart-day = 지난 24시간의 로그인
overview-chart-month = 지난 30일의 로그인
overview-chart-empty = 로그인도, 실패한 로그인도 없습니다.
overview-chart-summary = 로그인 { $good }번, 실패 { $bad }번. 가장 많은 때는 { $most }.
overview-chart-signed-in = 로그인
overview-chart-failed = 실패
chart-as-table = 표로 보기
task-janitor = 정리
task-seals = 기록 봉인
task-well = 정상
task-nothing = 할 일 없음
task-swept = 만료 표시 { $expired }개, 삭제: 세션 { $sessions }개, 계정 { $accounts }개, 링크 { $links }개, 키 { $keys }개, 로그인 시도 { $tries }개
lock-unknown-devices = 처음 보는 기기에서 서로 다른 틀린 비밀번호를 { $count }번 연달아 입력했습니다.
lock-known-device = 등록된 기기에서 서로 다른 틀린 비밀번호를 { $count }번 연달아 입력했습니다.
lock-session = 로그인한 세션에서 서로 다른 틀린 비밀번호를 { $count }번 연달아 입력했습니다.
lock-closed-unknown-devices = 이제 처음 보는 기기에서는 로그인할 수 없습니다.
lock-closed-known-device = 이제 이 기기는 처음 보는 기기로 취급합니다.
lock-closed-session = 이제 이 세션은 처음 보는 기기로 취급합니다.
lock-next-try = 다음 시도는 { $time }부터 할 수 있습니다.
lock-longer-next = 또 틀리면 더 오래 기다려야 합니다.

## Administration: warnings

warning-recall-late = 이 인스턴스에서 끝난 세션의 목록이 늦어 요청마다 데이터베이스에 묻고 있습니다. 로그를 살펴보세요.
warning-newer-database = 더 새로운 Doorward가 데이터베이스를 바꿨습니다. 이 인스턴스도 업데이트하세요.
warning-forwarded-missing = 지난 한 시간 동안 신뢰하는 프록시가 X-Forwarded-For를 보내지 않아, 그 프록시를 거친 모든 사람이 주소 하나와 그 제한을 함께 씁니다. 프록시가 이 헤더를 보내게 하세요.
warning-forwarded-unreadable = 지난 한 시간 동안 신뢰하는 프록시가 읽을 수 없는 X-Forwarded-For를 보내, 그 프록시를 거친 모든 사람이 주소 하나와 그 제한을 함께 씁니다. 프록시가 주소만 쓰게 하세요.
warning-key-old = 액세스 토큰에 서명하는 키가 너무 오래되었습니다.
warning-key-old-link = 새로 만들기
warning-one-admin = 관리자가 한 명뿐입니다. 이 계정을 잃으면 명령줄로만 고칠 수 있습니다.
warning-one-admin-link = 다른 사람에게 역할 주기
warning-second-factor-optional = 2단계 인증이 선택 사항이어서 관리자도 비밀번호만으로 로그인할 수 있습니다.
warning-seals = 기록이 봉인되지 않고 있어 누가 바꿔도 드러나지 않습니다. 로그를 살펴보세요.
warning-tasks-late = 백그라운드 작업이 늦어지고 있습니다. 로그를 살펴보세요.

## Administration: advice about settings. The command line says it too, in English: "name = value: what; next step"

advice-plain-http = 비밀번호와 쿠키가 네트워크에 그대로 드러납니다
advice-plain-http-next = 앞에 인증서가 있는 프록시를 두고 여기에 https 주소를 쓰세요
advice-insecure-needless = 다른 설정이 하지 않는 일을 허용하고 있습니다
advice-insecure-needless-next = 이 설정을 빼세요
advice-insecure-past-proxy = listen의 포트에 닿는 사람은 프록시를 거치지 않고 들어옵니다
advice-insecure-past-proxy-next = trusted_proxies에 프록시를 적고 allow_insecure_http를 빼세요
advice-loopback-url = listen은 다른 컴퓨터에 열려 있는데 이 주소는 이 컴퓨터 자신입니다
advice-loopback-url-next = public_url에 사람들이 입력하는 주소를 쓰세요. 다른 주소에서 보낸 양식은 거부됩니다
advice-proxy-unnamed = Doorward가 이름이 적히지 않은 프록시 뒤에 있어 모든 사람이 그 프록시의 주소에서 온 것처럼 보입니다
advice-proxy-name-next = trusted_proxies에 프록시가 연결해 오는 주소를 쓰세요(예: 127.0.0.1,::1)
advice-everybody-proxy = 모든 주소를 프록시로 보므로 누구나 기록에 남을 주소를 고를 수 있습니다
advice-everybody-proxy-next = 프록시의 주소만 적으세요
advice-proxy-needless = 프록시가 적혀 있지만 public_url은 프록시 뒤에 있지 않습니다
advice-proxy-needless-next = public_url에 프록시의 https 주소를 쓰거나 trusted_proxies를 빼세요
advice-rules-without-proxy = trusted_proxies가 비어 있고 /forward-auth는 신뢰하는 프록시에만 응답하므로 아무도 들어갈 수 없습니다
advice-remember-idle = session_idle보다 짧아 로그인 상태를 유지하는 사람이 다른 사람보다 먼저 로그아웃됩니다
advice-remember-idle-next = remember_idle을 session_idle 이상으로 하세요
advice-remember-absolute = session_absolute보다 짧아 로그인 상태를 유지하는 사람이 다른 사람보다 먼저 로그아웃됩니다
advice-remember-absolute-next = remember_absolute를 session_absolute 이상으로 하세요
advice-database-readable = 다른 컴퓨터로 연결되는데 sslmode=verify-full이 없어 연결 내용이 드러날 수 있습니다
advice-database-readable-next = --features postgres-tls로 빌드하여 sslmode=verify-full을 쓰거나, 네트워크가 안전한지 확인하세요
advice-metrics-open = 이 컴퓨터에 닿는 모든 네트워크에서 지표를 읽을 수 있습니다
advice-metrics-open-next = Prometheus가 있는 네트워크의 주소를 쓰거나, 방화벽이 막는지 확인하세요
advice-socket-open = 폴더가 막지 않는 한 이 컴퓨터의 모든 사용자가 소켓에 연결하여 기록에 남을 사람을 정할 수 있습니다
advice-socket-open-next = socket_mode를 660으로 하고 소켓 폴더를 프록시의 그룹으로 바꾸세요
advice-socket-mode-needless = 모드가 정해져 있지만 listen은 Unix 소켓이 아닙니다
advice-socket-mode-needless-next = 이 설정을 빼거나 listen을 unix:PATH로 바꾸세요

## Administration: events

events-text = 있었던 일을 최근 것부터 보여 줍니다. 이 기록은 바꿀 수 없으며, 누가 바꾸려 했는지는 { $command } 명령으로 알 수 있습니다.
events-filter = 걸러 보기
events-what-happened = 있었던 일
events-about = 대상
events-by = 수행한 사람
events-session = 세션
events-from-day = 이날부터 (UTC)
events-until-day = 이날까지 (UTC)
events-show-all = 모두 보기
events-none = 맞는 기록이 없습니다. 조건을 줄이거나 다른 날짜를 고르세요.
events-time = 시각 (UTC)
events-from-where = 접속한 곳
events-details = 자세히
events-request = 요청
events-few = 맞는 기록이 거의 없습니다. 이 쪽을 위해 20,000건을 살펴보았습니다.
events-export = 사본 받기
events-export-hint = 조건에 맞는 모든 기록을 오래된 것부터 받습니다. 사본을 받은 일도 기록됩니다.
events-export-csv = 스프레드시트용 CSV
events-export-json = 프로그램용 JSON Lines
events-last-seal = 기록의 마지막 봉인입니다. 다른 곳에 적어 두면 기록의 끝이 잘려 나가도 드러납니다.
events-no-such-user = 그런 사용자가 없습니다. 삭제된 사용자는 id로 찾을 수 있습니다.
events-everything = 모두

## Administration: kinds of events

event-signed-in = 로그인함
event-sign-in-failed = 로그인 실패
event-session-renewed = 세션 갱신
event-key-reused = 이전 세션 키 재사용
event-session-ended = 세션 종료
event-password-changed = 비밀번호 변경
event-confirmation-failed = 비밀번호 확인 실패
event-password-confirmed = 비밀번호 확인
event-device-named = 기기 이름 변경
event-account-created = 계정 생성
event-account-suspended = 계정 정지
event-account-reactivated = 계정 정지 해제
event-role-changed = 역할 변경
event-username-changed = 사용자 이름 변경
event-setup-link-created = 설정 링크 생성
event-signing-key-created = 서명 키 생성
event-signing-key-retired = 서명 키 폐기
event-account-deleted = 계정 삭제
event-email-changed = 이메일 주소 변경
event-invitation-created = 초대 링크 생성
event-invitation-accepted = 초대 수락
event-reset-created = 비밀번호 재설정 링크 생성
event-password-reset = 비밀번호 재설정
event-device-link-created = 기기 등록 링크 생성
event-browser-known = 링크로 브라우저 등록
event-bulk-started = 여러 세션 종료 시작
event-bulk-finished = 여러 세션 종료 완료
event-events-exported = 기록 내보내기
event-events-deleted = 오래된 기록 삭제
event-second-factor-set-up = 2단계 인증 설정
event-second-factor-removed = 2단계 인증 제거
event-recovery-codes-created = 복구 코드 새로 만듦
event-recovery-code-used = 복구 코드 사용
event-code-refused = 비밀번호는 맞지만 코드가 틀림
event-database-restored = 백업에서 데이터베이스 복구
event-sign-in-locked = 로그인 일시 차단
event-sign-in-closed = 로그인 차단(해제 필요)
event-sign-in-reopened = 로그인 차단 해제
event-tries-refused = 로그인 시도 거부

## Administration: details of events

detail-renewal = { $number }번째 갱신
detail-key-number = { $number }번째 키
detail-renamed = { $old } → { $new }
detail-address-noted = 주소 등록
detail-address-removed = 주소 삭제
detail-not-counted = 개수 모름
detail-up-to-number = { $number }번까지
detail-locked-seconds = { $cause }, { $count }초 동안
detail-locked-minutes = { $cause }, { $count }분 동안
detail-tries = { $network }: { $count }회
detail-by-password = 비밀번호
detail-by-password-kept = 비밀번호, 로그인 유지
detail-by-code = 비밀번호와 코드
detail-by-code-kept = 비밀번호와 코드, 로그인 유지
detail-by-recovery-code = 비밀번호와 복구 코드
detail-by-recovery-code-kept = 비밀번호와 복구 코드, 로그인 유지
detail-codes-left = { $count }개 남음
lock-cause-unknown-devices = 처음 보는 기기에서 틀린 비밀번호가 너무 많음
lock-cause-known-device = 등록된 기기에서 틀린 비밀번호가 너무 많음
lock-cause-session = 한 세션에서 틀린 비밀번호가 너무 많음
lock-cause-codes = 틀린 코드가 너무 많음
lock-cause-recovery-codes = 틀린 복구 코드가 너무 많음
age-less-than-a-day = 하루 미만
age-days = { $count }일
origin-doorward = Doorward(자동)
origin-command-line = 명령줄

## Administration: keys

key-retirement-title = 키를 즉시 폐기
key-made = 만든 때
key-retirement-text = 유출되었을 수 있는 키를 위한 것입니다. 이 키로 서명된 것은 모두 거부됩니다. 여기에서는 즉시, 다른 인스턴스에서는 1초 안에 적용됩니다.
key-retirement-signs = 지금 서명하는 키이므로 같은 순간에 다른 키가 그 자리를 대신합니다.
key-retirement-nobody-out = 아무도 로그아웃되지 않습니다. 브라우저는 다음 페이지에서 새 토큰을 받고, 보내는 중인 양식도 처리됩니다. 이 키로 서명된 토큰만 가진 사람은 거부됩니다.
key-retirement-final = 비밀 키가 삭제됩니다. 되돌릴 수 없습니다.
key-retirement-submit = 지금 폐기하기
keys-title = 서명 키
keys-overdue = 서명하는 키가 만들어진 지 { $age } 지났는데 자동으로 교체되지 않았습니다. 로그에서 까닭을 찾아보거나 여기에서 새 키를 만드세요.
keys-old = 서명하는 키가 만들어진 지 { $age } 지났고, 키는 자동으로 교체되지 않습니다. 여기에서 새 키를 만드세요.
keys-text = 액세스 토큰은 이 키로 서명됩니다. 비밀 키는 암호화되어 저장되며 어디에도 보이지 않습니다.
keys-age = 경과 기간
keys-signs-from = 서명 시작
keys-signs-until = 서명 끝
keys-believed-until = 인정 기한
keys-emergency = 비상시
keys-further-notice = 정해지지 않음
keys-deleted-soon = 곧 삭제됨
keys-retire-label = { $kid } 지금 폐기
keys-retire = 지금 폐기
keys-new-title = 새 키
keys-rotation = 키는 key_rotation 설정대로 만든 지 { $age }이 되면 자동으로 교체됩니다.
keys-rotation-next = 다음 교체는 { $date }입니다.
keys-rotation-never = key_rotation이 never이므로 키는 자동으로 교체되지 않습니다.
keys-new-text = 여기에서 새 { $algorithm } 키를 지금 만들 수 있습니다. 먼저 토큰을 확인하는 모든 곳이 새 키를 알게 되고, 1분 뒤부터 새 키가 서명합니다. 이전 키는 이미 서명한 것이 모두 만료될 때까지 확인에만 쓰입니다. 아무도 로그아웃되지 않습니다.
keys-rotate = 지금 교체
keys-leaked-title = 키가 유출되었을 수 있다면
keys-leaked-text = 이때는 새 키만으로 충분하지 않습니다. 이전 키를 가진 사람은 그 키가 물러날 때까지 토큰을 계속 만들 수 있습니다. 대신 그 키의 ‘지금 폐기’ 링크로 폐기하세요. 실행하기 전에 한 번 더 묻습니다.
keys-made = 새 키를 만들었습니다. 모든 인스턴스가 알게 되는 1분 뒤부터 서명합니다.
keys-made-already = 이미 준비 중인 새 키가 있어 더 만들지 않았습니다.
keys-retired = 키가 삭제되었고, 그 키로 서명된 것은 더 이상 인정되지 않습니다.
key-state-upcoming = 예정
key-state-signing = 서명 중
key-state-retiring = 물러나는 중
key-state-retired = 물러남

## Administration: many sessions ended at once

bulk-list-title = 한꺼번에 끝낸 세션
bulk-list-empty = 아직 그렇게 한 사람이 없습니다.
bulk-begun = 시작
bulk-which = 대상
session-ended = 끝남
bulk-done = 마침
bulk-everybody = 모두
bulk-all-alive = 살아 있던 세션 모두
bulk-not-yet = 아직
bulk-everybody-title = 모두 로그아웃시키기
bulk-title = 여러 세션 끝내기
bulk-everybody-text = 나를 포함해 모두 다시 로그인해야 합니다. 모든 인스턴스에서 바로 적용됩니다.
bulk-no-filter = 이 검색에는 조건이 없습니다. 지금 쓰는 세션을 포함해 살아 있는 모든 세션이 맞습니다.
bulk-text = 조건에 맞는 살아 있는 세션이 모두 끝납니다. 지금 쓰는 세션도 맞으면 끝납니다. 이제부터 시작하는 세션은 끝나지 않습니다.
bulk-submit = 이 세션들 끝내기
bulk-count = 세션 { $count }개가 끝납니다.
bulk-count-more = 세션 { $count }개 넘게 끝납니다.
bulk-show-title = 세션 끝내기
bulk-finished = 세션을 끝냈습니다
bulk-running = 세션을 끝내는 중입니다
sessions-ended = 세션 { $count }개를 끝냈습니다.
bulk-progress-of = 지금까지 { $ended }개를 끝냈습니다(모두 { $matched }개).
bulk-progress = 지금까지 { $ended }개를 끝냈습니다.
bulk-progress-title = 진행 정도
bulk-leave = 이 페이지를 닫아도 작업은 계속됩니다. 서버를 다시 시작해도 이어집니다.
bulk-look-again = 진행 상황 새로 보기
bulk-by = { $username } 님이
bulk-list-link = 이렇게 끝낸 기록

## Administration: sessions

session-list-title = 모두의 세션
session-list-hint = 사용자: 이름이나 이메일 주소, 또는 그 앞부분 뒤에 *. 기기: Firefox나 Android 같은 낱말.
session-list-none = 맞는 세션이 없습니다.
session-list-all-alive = 살아 있는 세션 모두 보기
session-list-tick = 선택
session-list-tick-label = 선택: { $username }, { $device }
session-list-end = 선택한 세션 끝내기
session-list-many-accounts = 이렇게 시작하는 이메일 주소가 많아 처음 50개 계정만 보여 줍니다. 더 길게 입력하세요.
session-list-not-full = 이 페이지는 다 차지 않았습니다. 살펴본 세션 가운데 맞는 것이 적습니다.
session-list-many = 한꺼번에 여럿
session-list-end-all = 이 검색에 맞는 세션 모두 끝내기
session-list-end-all-hint = 먼저 개수를 보여 주며, 확인하기 전에는 아무것도 끝나지 않습니다.
session-search-network = 주소나 네트워크
session-search-either = 상관없음
session-search-yes = 예
session-search-no = 아니요
sessions-count = 세션 { $count }개
sessions-count-more = 세션 { $count }개 넘음
session-list-any-time = 아무 때나
session-list-none-ticked = 끝낸 세션이 없습니다. 먼저 살아 있는 세션을 선택하세요.
session-page-title = { $username } 님의 세션
session-page-password-entered = 비밀번호 입력
session-page-renewals = 갱신
session-page-ends-unused = 미사용 시 만료
session-page-user-agent = 브라우저가 밝힌 이름
session-page-your-own = 지금 쓰는 세션입니다. 여기서 로그아웃됩니다.
session-page-events = 이 세션에서 있었던 일
session-page-ended-by = { $username } 님이 끝냄
session-state-live = 살아 있음
session-state-idle = 쓰지 않아 만료됨
session-state-time-up = 기한이 되어 만료됨
session-state-signed-out = 로그아웃함
session-state-elsewhere = 다른 세션에서 끝냄
session-state-replaced = 새 세션으로 바뀜
session-state-password = 비밀번호를 바꾸어 끝남
session-state-suspended = 계정이 정지됨
session-state-reused = 이전 세션 키 재사용
session-state-limit = 세션이 너무 많음
session-state-operator = 명령줄에서 끝냄
session-state-admin = 관리자가 끝냄
session-state-reset = 비밀번호가 재설정됨
session-state-deleted = 계정이 삭제됨
session-state-restored = 백업에서 복구함
session-state-second-factor = 2단계 인증이 변경됨
session-state-second-factor-demanded = 2단계 인증이 없음
session-state-expired = 만료됨
session-state-revoked = 기한 전에 끝남
session-state-any = 끝난 것도 모두
time-filter-within-hours = { $count }시간 안
time-filter-within-days = { $count }일 안
time-filter-beyond-hours = { $count }시간보다 오래전
time-filter-beyond-days = { $count }일보다 오래전
time-filter-since = { $date }부터
time-filter-until = { $date } 전
device-browser-on-system = { $browser } ({ $system })
device-unknown = 알 수 없는 기기

## Administration: settings

settings-text = 이 인스턴스의 지금 설정입니다. doorward.toml, 환경 변수, 명령 옵션으로 바꾸며 다음에 시작할 때 적용됩니다. 설명은 영어입니다.
settings-setting = 설정
settings-value = 값
settings-default = 기본값
settings-meaning = 뜻

## Administration: users

user-list-name-or-email = 이름이나 이메일
user-list-everybody = 모두
user-list-hint = 이름이나 이메일 주소, 또는 그 앞부분 뒤에 *.
user-invite = 사용자 초대
user-list-none = 맞는 사용자가 없습니다. 검색을 바꾸거나 모두 보세요.
user-list-count = 사용자 { $count }명
user-list-count-more = 사용자 { $count }명 넘음
user-list-all = 모두
user-list-all-but-deleted = 삭제된 것 빼고 모두
user-new-text = 계정과 링크를 만듭니다. 링크를 건네주면 받은 사람이 비밀번호를 스스로 정하며, 다른 사람은 그것을 볼 수 없습니다.
username-hint = 영문자, 숫자, 점(.), 붙임표(-), 밑줄(_)을 쓸 수 있고 대소문자는 가리지 않습니다.
user-new-email = 이메일 주소 (선택)
user-email-hint = 관리자를 위한 메모입니다. 그곳으로 아무것도 보내지 않으며, 로그인에 쓸 수 없습니다.
user-new-submit = 계정과 링크 만들기
user-state-active = 활성
user-state-invited = 초대됨
user-state-suspended = 정지됨
user-state-deleted = 삭제됨

## Administration: a link to hand over

made-link-title = 이 링크를 건네주세요
made-link-until = 유효 기한
made-link-copy = 지금 복사하세요. 이번 한 번만 보이고 어디에도 저장되지 않습니다. 잃어버리면 계정 페이지에서 새로 만드세요.
made-link-copy-reload = 지금 복사하세요. 이번 한 번만 보이고 어디에도 저장되지 않습니다. 이 페이지를 새로 열면 다른 링크가 만들어지고 이 링크는 쓸 수 없게 됩니다.
made-link-to-account = { $username }의 계정으로
made-link-invited = { $username }을(를) 초대했습니다.
made-link-invited-text = 링크를 여는 사람이 { $username }의 비밀번호를 정합니다. 한 번만 쓸 수 있습니다.
made-link-reset = { $username }의 비밀번호 재설정을 시작했습니다.
made-link-reset-text = 링크를 여는 사람이 { $username }의 새 비밀번호를 정합니다. 한 번만 쓸 수 있고, 그때까지는 아무것도 바뀌지 않습니다.
made-link-device = { $username }의 기기 등록 링크를 만들었습니다.
made-link-device-text = 링크를 여는 사람의 브라우저가 { $username }의 계정에 등록됩니다. 그러면 다른 사람이 무엇을 시도하든 그 브라우저에서 이름과 비밀번호로 로그인할 수 있습니다. 한 번만 쓸 수 있고, 로그인이 되는 것은 아닙니다.

## Administration: one user

user-locked-title = 틀린 비밀번호가 너무 많음
user-locked-text = 로그인한 적이 있는 기기는 그대로 로그인할 수 있습니다. 새 기기에는 기기 등록 링크를 만들어 주거나, 처음 보는 기기의 시도를 다시 허용하세요.
user-unlock = 처음 보는 기기 다시 허용
user-about = 계정 정보
user-deleted-on = 삭제한 때
user-invitation-until = 초대 유효 기한
user-reset-until = 재설정 링크 유효 기한
user-device-link-until = 기기 등록 링크 유효 기한
user-codes-left = 복구 코드 { $count }개 남음
user-id = ID
user-rename-text = 계정은 그대로입니다. 세션과 링크와 기록이 모두 남습니다. 사람을 이름으로 구분하는 앱은 다른 사람으로 여깁니다.
user-rename-rules-hint = access_rules의 권한은 이름을 따릅니다. 그 이름을 받는 사람이 권한도 받습니다.
user-rename-rules = 이 이름에 걸린 규칙: { $rules }
user-rename = 이름 바꾸기
user-email-links-hint = 주소를 바꾸면 아직 쓰지 않은 링크는 쓸 수 없게 됩니다.
user-signing-in = 로그인
user-suspended = 정지된 계정이라 아무도 로그인할 수 없습니다.
user-reactivate = 정지 풀기
user-no-password = 아직 비밀번호를 정하지 않았습니다. 새 초대를 만들면 이전 초대는 쓸 수 없습니다.
user-reset-text = 재설정하면 건네줄 링크가 만들어집니다. 링크를 받은 사람이 새 비밀번호를 정하면 모든 세션이 끝납니다.
user-device-link-text = 기기 등록 링크는 브라우저를 계정에 등록합니다. 등록하면 다른 사람이 무엇을 시도하든 본인이 그 브라우저로 로그인할 수 있습니다.
user-own-account = 내 계정입니다. 모든 곳에서 로그아웃하면 지금 쓰는 세션도 끝납니다.
user-new-invitation = 새 초대
user-reset = 비밀번호 재설정 시작
user-device-link = 기기 등록 링크 만들기
user-sign-out-everywhere = 모든 곳에서 로그아웃
user-end-sessions = 이 사용자의 세션 모두 끝내기
user-remove-second-factor-link = 2단계 인증 제거 …
user-suspend-link = 정지
user-role-and-deletion = 역할과 삭제
user-take-role = 관리자 역할 거두기
user-make-admin = 관리자로 만들기
user-delete-link = 삭제…
user-no-sessions = 로그인된 곳이 없습니다.
user-all-events = 이 계정의 모든 기록
user-renamed = 이름을 바꾸었습니다. 이제부터 이 이름으로 로그인합니다.
user-role-changed = 역할을 바꿨습니다. 다음 클릭부터 적용됩니다.
user-is-suspended = 계정을 정지했고, 모든 세션이 끝났으며, 남은 링크는 이제 쓸 수 없습니다.
user-is-active = 계정의 정지를 풀었습니다. 끝난 세션은 끝난 그대로입니다.
user-is-unlocked = 틀린 비밀번호 기록을 지웠습니다. 처음 보는 기기도 다시 시도할 수 있습니다.
user-sessions-ended = 모든 세션이 끝났습니다.
user-email-saved = 이메일 주소를 저장했습니다. 남은 링크는 이제 쓸 수 없습니다.
user-second-factor-removed = 2단계 인증을 제거했고 모든 세션이 끝났습니다.
user-is-deleted = 계정을 삭제했습니다.

## Administration: questions before something grave is done to an account

ask-delete-no-sign-in = 이 계정으로는 더 이상 로그인할 수 없습니다. 되돌릴 수 없습니다.
ask-sessions-end = 모든 세션이 바로 끝나고, 남은 링크는 쓸 수 없게 됩니다.
ask-delete-removed = 비밀번호와 이메일 주소는 바로 지워집니다. 이 계정이 한 일은 기록에 남습니다.
ask-delete-name = 이름은 세션이 기록에서 없어질 때까지 한 달쯤 다시 쓸 수 없습니다.
ask-delete-own = 내 계정입니다. 바로 로그아웃됩니다.
ask-delete-title = { $username }을(를) 삭제할까요?
ask-delete-submit = 이 계정 삭제
ask-suspend-no-sign-in = 관리자가 정지를 풀 때까지 이 계정으로 로그인할 수 없습니다.
ask-suspend-own = 내 계정입니다. 다른 관리자만 정지를 풀 수 있습니다.
ask-suspend-title = { $username }을(를) 정지할까요?
ask-suspend-submit = 이 계정 정지
ask-make-admin-text = 다음 클릭부터 이곳의 모든 것을 보고 바꿀 수 있습니다.
ask-make-admin-title = { $username }을(를) 관리자로 만들까요?
ask-take-role-own = 내 계정입니다. 관리자 페이지가 바로 닫힙니다.
ask-take-role-back = 다른 관리자만 역할을 돌려줄 수 있습니다.
ask-take-role-text = 관리자 페이지가 바로 닫힙니다.
ask-take-role-title = { $username }에게서 관리자 역할을 거둘까요?
ask-take-role-submit = 역할 거두기
second-factor-removal-title = { $username }의 2단계 인증을 제거할까요?
second-factor-removal-text = 인증 앱과 복구 코드를 모두 잃어버린 사람에게만, 그리고 본인이 확실할 때만 하세요. 직접 만나거나 전부터 알던 번호로 전화하세요. 메일이나 메시지만으로는 부족합니다.
second-factor-removal-ends = 인증 앱과 모든 복구 코드가 바로 무효가 되고, 이 계정의 모든 세션이 끝납니다.
second-factor-removal-password-only = 다른 인증 앱을 설정할 때까지는 비밀번호만 요구합니다.
second-factor-removal-check = 본인인지 어떻게 확인했나요?
second-factor-removal-check-hint = 기록에 남습니다. 예: 직원 명부의 번호로 다시 전화해 확인함.
second-factor-removal-submit = 2단계 인증 제거

## The pages of a list

pager-title = 페이지
pager-first = 첫 페이지
pager-previous = 이전 페이지
pager-next = 다음 페이지
pager-last = 마지막 페이지

## The description of the API

api-reference-title = API
api-reference-text = 프로그램을 위한 것입니다. 이 페이지는 프로그램이 받는 것과 같은 설명으로 만들어집니다. 내용은 영어입니다:

## Answers of the API

api-bulk-none = 조건에 맞는 활성 세션이 없어 아무것도 시작하지 않았습니다
api-bulk-more = 예상한 것보다 많은 세션이 조건에 맞아 아무것도 시작하지 않았습니다. 몇 개인지 다시 확인하세요
api-cursor = 이 커서는 이 검색의 응답에서 나온 것이 아닙니다. 커서 없이 처음부터 시작하세요
api-token-needed = 액세스 토큰이 필요합니다. Authorization 헤더로 보내세요
api-token-expired = 토큰이 만료되었습니다
api-token-invalid = 유효하지 않은 토큰입니다
api-token-one = 액세스 토큰은 Authorization 헤더 하나에 하나만 보내세요
api-admin-only = 관리자만 할 수 있습니다
api-password-old = 비밀번호를 입력한 지 오래되었습니다. 다시 로그인하세요
api-password-just-now = 2분 안에 비밀번호를 입력했어야 할 수 있는 일입니다. 다시 로그인하세요
api-session-over = 세션이 끝났습니다. 다시 로그인하세요
api-code-needed = 코드가 필요합니다. 이 계정은 2단계 인증을 사용합니다
api-code-wrong = 코드가 맞지 않습니다. 코드는 한 번, 1분 남짓 동안만 쓸 수 있습니다
api-code-used = 이미 사용한 코드입니다. 코드마다 한 번만 쓸 수 있습니다
api-code-impossible = 코드가 될 수 없는 값입니다. 앱의 숫자 여섯 자리나 복구 코드를 보내세요
api-code-unreadable = 더 이상 인증 앱의 코드를 확인할 수 없습니다. 복구 코드를 사용하세요
api-second-factor-demanded = 이 계정은 먼저 2단계 인증을 설정해야 합니다. 브라우저로 로그인하세요
api-codes-paused = 틀린 코드를 너무 많이 입력했습니다. 나중에 다시 시도하거나 복구 코드를 보내세요
api-recovery-codes-paused = 틀린 복구 코드를 너무 많이 입력했습니다. 나중에 다시 시도하거나 앱의 코드를 보내세요
api-all-codes-paused = 틀린 코드를 너무 많이 입력했습니다. 나중에 다시 시도하세요
api-codes-closed = 틀린 코드를 너무 많이 입력했습니다. 관리자에게 2단계 인증 제거를 요청하세요
api-too-many-tries = 시도가 너무 많았습니다. Retry-After에 적힌 시간만큼 기다리거나, 이전 로그인에서 받은 device_token을 함께 보내거나, 관리자에게 문의하세요
api-too-many-changes = 변경이 너무 많았습니다. Retry-After에 적힌 시간만큼 기다리세요
api-not-found = 이 주소에는 아무것도 없습니다
api-method = 이 주소는 그 메서드를 지원하지 않습니다
api-bad-request = 요청이 문서에 적힌 형식과 다릅니다
api-media-type = 본문은 application/json이어야 합니다
api-too-large = 본문이 너무 큽니다
api-too-slow = 본문이 너무 느리게 도착했습니다
api-past-proxy = 이 포트는 프록시만 연결할 수 있습니다
api-busy = 처리할 요청이 너무 많습니다. 몇 초 뒤에 다시 시도하세요
api-unavailable = 지금은 사용할 수 없습니다. 몇 초 뒤에 다시 시도하세요
api-internal = 서버에 문제가 생겼고 기록되었습니다
api-tokens-symmetric = 토큰이 HS256으로 서명되어 다른 곳에서는 확인할 수 없습니다
