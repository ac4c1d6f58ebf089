### Korean.

## The language itself

language-name = 한국어
language-digit-separator = ,

## Words that several pages share

cancel = 취소
save = 저장
search = 검색
clear = 초기화
show = 검색
state = 상태
status = 상태
number = 세션 ID
time-when = 시각
event-what = 활동 내용
event-by = 수행자
look-further = 계속 검색
back-to-list = 목록으로
errors-title = 확인이 필요한 항목이 { $count }개 있습니다
# Before the title of a page that says what went wrong.
title-error = 오류:
times-in-zone = 시각은 { $zone } 기준입니다.
nothing-set = 없음
never = 한 번도 없음
username = 사용자 이름
email-address = 이메일 주소
email = 이메일
password = 비밀번호
password-change = 비밀번호 변경
password-new = 새 비밀번호
password-new-again = 새 비밀번호 확인
password-hint = { $count }자 이상 입력하세요. 서로 관련 없는 단어 4~5개를 이어 쓰는 것이 가장 좋으며 공백도 사용할 수 있습니다.
password-current = 현재 비밀번호
user = 사용자
role = 역할
role-admin = 관리자
role-user = 사용자
account = 내 계정
account-since = 계정 생성일
account-last-signed-in = 마지막 로그인
device = 기기
device-name = 기기 이름
network-address = IP 주소
session-signed-in = 로그인 시각
session-last-seen = 마지막 활동
session-ends-at-latest = 자동 종료 시각
session-this = 현재 기기
session-kept-signed-in = 로그인 상태 유지
session-kept-signed-in-label = 로그인 상태 유지
session-end = 기기 로그아웃
sessions-show-own = 기기 관리
sessions = 로그인된 기기
users = 사용자
recent-activity = 최근 활동
activity = 내 활동
activity-all = 전체 활동 보기
second-factor = 2단계 인증
code = 인증 코드
code-hint-app = 인증 앱에 표시된 여섯 자리 숫자입니다.
key = 키
key-algorithm = 알고리즘
sign-in = 로그인
sign-out = 로그아웃
not-signed-in-title = 로그인되어 있지 않습니다
own-account = 내 계정 메뉴

## The frame of every page

frame-skip-to-content = 본문 바로가기
frame-signed-in-as = 로그인 계정:
frame-administration = 관리
role-admin-badge = 관리자
site-help = 도움말
site-privacy = 개인정보 처리방침
site-imprint = 운영자 정보
frame-home = 홈
frame-appearance = 화면 모드
frame-appearance-automatic = 자동
frame-appearance-light = 밝게
frame-appearance-dark = 어둡게
frame-breadcrumbs = 현재 위치

## The frame of the pages of administrators

admin-overview = 개요
admin-sessions = 세션
admin-session-end = 세션 종료
admin-session-this = 현재 세션
admin-events = 활동 기록
admin-keys = 서명 키
admin-settings = 설정

## Signing in

login-keep-signed-in = 로그인 상태 유지
login-keep-signed-in-hint = 개인 기기에서만 선택하세요.
login-leads-to = 로그인 후 이동: { $app }
login-forgotten = 비밀번호를 잊으셨나요?
login-forgotten-ask = 초대한 사람이나 관리자에게 문의하세요.
login-forgotten-help = 도움말 보기
login-reset-link = 이메일로 링크 받기
login-device-link = 이메일로 기기 등록 링크 받기
login-browser-known = 이 브라우저는 계정에 등록되어 있어, 다른 사람의 로그인 시도 때문에 차단되지 않습니다. 사용자 이름과 비밀번호로 로그인하세요. 기기 등록 링크는 한 번만 사용할 수 있습니다.
login-signed-out = 이 브라우저에서 로그아웃된 상태입니다. 다른 기기의 로그인 상태는 바뀌지 않습니다.
login-begin-again = 시간이 초과되거나 그사이 계정이 변경되면 로그인이 중단됩니다. 비밀번호부터 다시 입력해 주세요.
login-return-too-long = 주소가 너무 길어 로그인한 후 돌아갈 수 없는 페이지도 있습니다. 그런 페이지를 열려던 경우 로그인한 후 링크가 있던 곳에서 다시 열어 주세요.
login-refused = 사용자 이름 또는 비밀번호가 올바르지 않습니다. 둘 다 확인하고 다시 시도해 주세요. 비밀번호는 대소문자를 구분합니다.
api-login-refused = 사용자 이름 또는 비밀번호가 올바르지 않습니다
login-cancel = 취소하고 처음부터 다시 하기

## The second step of signing in

second-step-title = 인증 코드 입력
second-step-text = 비밀번호가 확인되었습니다. 인증 앱에서 이 사이트 항목에 표시된 여섯 자리 숫자를 입력하세요.
second-step-text-after-choice = 새 비밀번호가 저장되었습니다. 인증 앱에서 이 사이트 항목에 표시된 여섯 자리 숫자를 입력하세요.
second-step-without-phone = 복구 코드 사용
second-step-recovery-code = 복구 코드
second-step-recovery-code-hint = 2단계 인증을 설정할 때 보관한 코드 중 하나를 입력하세요. 코드마다 한 번만 사용할 수 있습니다.
second-step-recovery-code-submit = 복구 코드로 로그인
second-step-lost-both = 복구 코드도 사용할 수 없나요?
second-step-lost-both-ask = 관리자에게 2단계 인증 해제를 요청해 주세요.
second-step-required = 비밀번호가 확인되었습니다. 이 사이트에 로그인하려면 2단계 인증도 필요합니다. 2단계 인증을 사용하면 비밀번호가 유출되어도 다른 사람이 로그인할 수 없습니다.
second-step-required-after-choice = 비밀번호가 저장되었습니다. 이 사이트에 로그인하려면 2단계 인증도 필요합니다. 2단계 인증을 사용하면 비밀번호가 유출되어도 다른 사람이 로그인할 수 없습니다.
second-step-show-key = 계속
code-needed = 2단계 인증을 사용하는 계정입니다. 인증 코드도 입력해 주세요.
code-impossible = 코드 형식이 올바르지 않습니다. 인증 앱의 여섯 자리 숫자 또는 영문자와 숫자 열 자리로 된 복구 코드를 입력해 주세요.
code-wrong = 인증 코드가 올바르지 않습니다. 코드는 약 1분 동안 한 번만 사용할 수 있습니다. 앱에 다음 코드가 표시되면 다시 시도해 주세요.
recovery-code-wrong = 복구 코드가 올바르지 않습니다. 영문자와 숫자를 하나씩 확인하고 다시 시도해 주세요.
code-used = 이미 사용한 인증 코드입니다. 앱에 다음 코드가 표시되면 다시 시도해 주세요.
recovery-code-used = 이미 사용한 복구 코드입니다. 코드마다 한 번만 사용할 수 있습니다. 다른 복구 코드를 입력해 주세요.
code-unreadable = 인증 앱의 코드를 더 이상 확인할 수 없습니다. 복구 코드를 사용하거나 관리자에게 문의해 주세요.
code-too-many = 인증 코드를 여러 번 잘못 입력했습니다. { $minutes }분 후 다시 시도해 주세요.
code-too-many-closed = 인증 코드를 여러 번 잘못 입력했습니다. 관리자에게 코드 차단 해제를 요청해 주세요.
recovery-code-too-many = 복구 코드를 여러 번 잘못 입력했습니다. { $minutes }분 후 다시 시도해 주세요.
recovery-code-too-many-closed = 복구 코드를 여러 번 잘못 입력했습니다. 관리자에게 코드 차단 해제를 요청해 주세요.
recovery-code-still-works = 복구 코드는 계속 사용할 수 있습니다.
code-still-works = 인증 앱의 코드는 계속 사용할 수 있습니다.
throttled-seconds = 시도 횟수를 초과했습니다. { $seconds }초 후 다시 시도해 주세요.
throttled-minutes = 시도 횟수를 초과했습니다. { $minutes }분 후 다시 시도해 주세요.
throttled-closed = 새 브라우저에서의 로그인 시도 횟수를 초과했습니다. 관리자에게 로그인 차단 해제를 요청해 주세요.
throttled-ways-in = 로그인한 적이 있는 다른 브라우저에서는 기다리지 않고 로그인할 수 있습니다. 또는 관리자에게 기기 등록 링크를 요청해 주세요. 링크를 열면 이 브라우저가 계정에 등록됩니다.
throttled-in-session = 비밀번호를 정확히 알고 있다면 기다리지 않아도 됩니다. 로그아웃한 다음 다시 로그인하세요.

## The first account

setup-title = 초기 설정
setup-heading = 관리자 계정 만들기
setup-text = 계정을 만들면 바로 로그인되며, 이어서 다른 사람을 초대할 수 있습니다.
setup-submit = 계정 만들기
setup-closed-title = 사용할 수 없는 설정 링크입니다
setup-closed-over = 이미 계정이 있어 설정 링크를 더 이상 사용할 수 없습니다.
setup-closed-text = 링크가 잘렸거나 만든 지 하루가 지났습니다. Doorward를 다시 시작하면 새 링크가 출력됩니다.
not-set-up-heading = 환영합니다! 먼저 할 일이 하나 있습니다
not-set-up-text = 아직 계정이 없어서 로그인할 수 없습니다. 설정 링크를 열어 관리자 계정을 만드세요. 1분도 걸리지 않습니다.
not-set-up-where = 설정 링크는 Doorward를 시작할 때 출력되었습니다. Doorward를 실행한 터미널이나 서비스, 컨테이너의 출력을 확인하세요.
not-set-up-new = 링크는 하루 동안 사용할 수 있습니다. 링크를 찾을 수 없거나 하루가 지났다면 Doorward를 중지하고 ‘doorward serve’ 명령으로 다시 시작하세요. 새 링크가 출력됩니다.

## Links by which people choose a password or make a browser known

account-link-title = 비밀번호 설정
account-link-invited = { $site }에 초대받았습니다. 로그인할 때 사용할 비밀번호를 설정하세요.
account-link-invited-by = { $inviter } 님이 { $site }에 초대했습니다. 로그인할 때 사용할 비밀번호를 설정하세요.
account-link-reset = { $username } 계정의 새 비밀번호를 설정하세요. 설정하면 이 계정으로 로그인된 모든 기기에서 로그아웃됩니다.
account-link-submit = 비밀번호 저장 후 계속
account-link-until = 이 링크는 { $time }까지 한 번만 사용할 수 있습니다.
account-link-replaces = 이 브라우저에는 { $username } 님이 로그인되어 있습니다. 계속하면 { $username } 님은 이 브라우저에서 로그아웃됩니다.
account-link-closed-title = 사용할 수 없는 링크입니다
account-link-closed-invitation = 초대 링크는 7일 동안 한 번만 사용할 수 있습니다. 새 링크를 만들면 이전 링크는 사용할 수 없습니다. 이미 비밀번호를 설정했다면 로그인해 주세요.
account-link-closed-reset = 비밀번호 재설정 링크는 1시간 동안 한 번만 사용할 수 있습니다. 새 링크를 만들면 이전 링크는 사용할 수 없습니다. 이미 비밀번호를 설정했다면 로그인해 주세요.
account-link-closed-device = 기기 등록 링크는 1시간 동안 한 번만 사용할 수 있습니다. 새 링크를 만들면 이전 링크는 사용할 수 없습니다. 이 브라우저를 이미 등록했다면 로그인해 주세요.
help-new-link = 새 링크가 필요한가요?
help-ask-sender = 이 링크를 보낸 사람이나 관리자에게 요청하세요.
device-link-title = 이 브라우저 등록
device-link-text = 지금 사용하는 브라우저를 { $username } 계정에 등록합니다. 등록하면 다른 사람이 비밀번호를 여러 번 잘못 입력해 로그인이 차단되어도 이 브라우저에서는 로그인할 수 있습니다. 등록만으로 로그인되지는 않으며, 사용자 이름과 비밀번호를 입력해야 합니다.
device-link-hint = 개인 기기에서만 등록하세요. 링크는 한 번만 사용할 수 있습니다.

## The start page

home-hello = { $username } 님, 안녕하세요
home-account-ready = 계정이 준비되었으며 로그인되었습니다. 사용한 링크는 더 이상 사용할 수 없습니다.
home-password-chosen = 새 비밀번호가 저장되었습니다. 이전에 로그인된 모든 기기에서 로그아웃되었습니다.
next-steps = 다음 단계
next-step-second-factor = 계정 보호하기
next-step-second-factor-text = 인증 앱을 사용하면 비밀번호가 유출되어도 다른 사람이 로그인할 수 없습니다.
next-step-second-factor-link = 2단계 인증 설정
next-step-invite = 사용자 초대하기
next-step-invite-text = 초대 링크를 전달하면 받은 사람이 직접 비밀번호를 설정합니다.
next-step-invite-link = 사용자 초대
next-step-admin = 두 번째 관리자 지정하기
next-step-admin-text = 로그인할 수 없을 때 다른 관리자가 도와줄 수 있습니다. 관리자가 한 명뿐이면 명령줄에서만 복구할 수 있습니다.
next-step-admin-link = 관리자 지정
next-step-https = https 주소 사용하기
next-step-https-text = http로 접속하면 전송 중인 비밀번호를 다른 사람이 볼 수 있습니다. 인증서를 갖춘 프록시를 앞에 두고 public_url을 그 주소로 설정하세요.
next-step-https-link = 설정 보기
home-ended-by-admin = 관리자가 처리
home-other-sessions = 다른 기기
home-no-others = 로그인된 다른 기기가 없습니다.
home-others = 로그인된 다른 기기가 { $count }대 있습니다.
home-not-you = 본인이 하지 않은 활동이 있나요? 비밀번호를 변경하면 다른 기기는 모두 로그아웃됩니다.

## 시각 표현

time-now = 방금
time-minutes-ago = { $count }분 전
time-in-minutes = { $count }분 후
time-today = 오늘 { $time }
time-yesterday = 어제 { $time }
time-tomorrow = 내일 { $time }
time-days-ago = { $count }일 전 { $time }
time-in-days = { $count }일 후 { $time }
time-date = { $year }년 { $month }월 { $day }일

## 시간대 선택

time-zone = 시간대
time-zone-change = 시간대 변경
time-zone-text = 로그인한 모든 기기에서 시각이 이 시간대로 표시됩니다.
time-zone-label = 표시할 시간대
time-zone-now = 현재 { $zone } 시각은 { $time }입니다.
time-zone-site = 사이트 기본값 ({ $zone })
time-zone-saved = 이제 시각이 { $zone } 기준으로 표시됩니다.
time-zone-africa = 아프리카
time-zone-america = 아메리카
time-zone-antarctica = 남극
time-zone-arctic = 북극
time-zone-asia = 아시아
time-zone-atlantic = 대서양
time-zone-australia = 오스트레일리아
time-zone-europe = 유럽
time-zone-indian = 인도양
time-zone-pacific = 태평양

## 본인의 최근 활동

activity-new = 새 활동
activity-news = 마지막 방문({ $date }) 이후 새로운 활동이 { $count }건 있습니다. 현재 세션에서 하지 않은 활동입니다. 본인이 하신 것인지 확인하세요.
activity-you-signed-out = { $device } 기기를 로그아웃했습니다
activity-you-signed-out-from = { $from } 기기에서 { $device } 기기를 로그아웃했습니다
activity-signed-out = 로그아웃됨: { $device }
activity-text = 내 계정에 관한 모든 기록을 최근 활동부터 표시합니다. 본인이 한 활동과 계정에 일어난 일이 모두 포함됩니다. 관리자 등 다른 사람이 처리한 경우에는 그 사실만 표시하고, 누가 어디에서 했는지는 표시하지 않습니다. 비밀번호나 코드가 틀린 시도는 누가 했는지 알 수 없으므로 접속한 주소와 기기를 표시합니다.
activity-kept-for = 기록은 { $period } 동안 보관됩니다.
activity-others = 관리자로서 다른 계정에 한 활동은 여기에 표시되지 않습니다.
activity-others-link = 관리자로서 한 활동 보기
activity-all-devices = 모든 기기
activity-this-device = { $device }(현재 기기)
activity-details = 상세
activity-export-hint = 필터에 맞는 모든 활동을 오래된 순서로 내보냅니다. 시각은 UTC 기준입니다. 내보낸 사실도 여기에 표시됩니다.

## The page of one's account

account-guessed-title = 누군가 비밀번호를 알아내려고 합니다
account-guessed-text = 본인이 시도하지 않았다면 다음을 확인하세요. 로그인한 적이 있는 다른 기기에서는 평소처럼 로그인할 수 있습니다. 새 기기를 사용하려면 관리자에게 기기 등록 링크를 요청하세요. 등록된 기기나 로그인된 기기에서 시도가 있었다면 다른 기기를 모두 로그아웃하고 비밀번호를 변경하세요.
account-codes-guessed-title = 누군가 이 계정에 잘못된 코드를 입력하고 있습니다
account-codes-guessed-text = 본인이 입력하지 않았다면 다른 사람이 비밀번호를 알고 있는 것입니다. 지금 비밀번호를 변경하고 다른 기기를 로그아웃하세요. 비밀번호를 새로 정하면 로그인 코드의 오류 횟수가 초기화됩니다. 본인이 입력했다면 다시 시도할 수 있을 때까지 기다리거나 다른 종류의 코드를 사용하세요. 더 이상 코드를 시도할 수 없으면 관리자에게 문의하세요.
account-session-since = 현재 기기 로그인 시각
account-password-hint = 비밀번호를 변경하면 다른 기기는 모두 로그아웃됩니다.
account-second-factor-on = 사용 중입니다. 로그인할 때 비밀번호와 인증 앱의 코드가 필요합니다.
second-factor-change = 2단계 인증 관리
account-second-factor-off = 사용하고 있지 않습니다. 비밀번호가 유출되면 다른 사람이 로그인할 수 있습니다. 휴대전화에 인증 앱을 설정하면 막을 수 있습니다.
second-factor-set-up = 2단계 인증 설정
account-sessions-hint = 로그인된 기기를 확인하고, 사용하지 않는 기기는 로그아웃하세요.
account-activity-hint = 계정에 있었던 모든 활동을 확인하고 내보낼 수 있습니다.

## One's password

password-changed = 비밀번호가 변경되었습니다. 다른 기기는 모두 로그아웃되었습니다.
password-changed-signed-out = 로그아웃된 기기:
password-change-hint = 현재 기기는 로그인된 상태로 유지되고, 다른 기기는 모두 즉시 로그아웃됩니다.
password-not-current = 현재 비밀번호가 올바르지 않습니다. 다시 입력해 주세요.
password-already-yours = 이미 사용 중인 비밀번호입니다. 다른 비밀번호를 입력해 주세요.
passwords-differ = 새 비밀번호가 서로 일치하지 않습니다. 같은 비밀번호를 두 번 입력해 주세요.
password-too-long = 너무 깁니다. 256자 이하로 입력해 주세요.
password-too-short = 너무 짧습니다. { $count }자 이상 입력해 주세요.
password-common = 추측하기 쉽습니다. 공격자가 먼저 시도하는 비밀번호와 단어로 이루어져 있습니다. 서로 관련 없는 단어 여러 개를 사용해 주세요.
password-context = 추측하기 쉽습니다. 이 사이트의 이름, 사용자 이름 또는 login, admin 같은 단어로 이루어져 있습니다. 이런 말은 빼고 입력해 주세요.
password-repeats = 추측하기 쉽습니다. 같은 부분이 반복됩니다. 서로 다른 단어를 사용해 주세요.
password-sequence = 추측하기 쉽습니다. 키보드에서 이어진 글자나 연속된 글자, 숫자로 이루어져 있습니다. 서로 관련 없는 단어 여러 개를 사용해 주세요.
password-date = 추측하기 쉽습니다. 대부분 날짜나 연도로 이루어져 있습니다. 서로 관련 없는 단어 여러 개를 사용해 주세요.

## One's sessions

own-sessions-text = 내 계정에 로그인된 기기입니다. 내 것이 아닌 기기가 있으면 그 기기를 로그아웃한 다음 비밀번호를 변경하세요.
own-sessions-sign-out-here = 현재 기기 로그아웃
own-sessions-elsewhere-hint = 다른 기기를 모두 로그아웃해도 현재 기기는 로그인된 상태로 유지됩니다. 비밀번호를 다시 입력해야 할 수 있습니다.
sessions-end-others = 다른 기기 모두 로그아웃
own-sessions-limit = 한 계정으로 기기 { $count }대까지 로그인할 수 있습니다. 더 로그인하면 가장 오래 사용하지 않은 기기가 로그아웃됩니다.
own-sessions-name-device = 이름 변경
own-sessions-signed-out-elsewhere = 다른 모든 기기에서 로그아웃했습니다.
own-sessions-signed-out = 로그아웃했습니다: { $device }
own-sessions-name-saved = 기기 이름을 저장했습니다: { $device }
own-sessions-name-removed = 기기 이름을 삭제했습니다: { $device }

## One's second factor

two-factor-turned-off = 2단계 인증이 해제되었습니다. 인증 앱의 코드와 복구 코드는 더 이상 사용할 수 없습니다. 다른 기기는 모두 로그아웃되었습니다.
two-factor-key-gone = 표시되었던 키는 더 이상 사용할 수 없습니다. 처음부터 다시 시도해 주세요.
two-factor-app = 인증 앱
second-factor-since = { $date }부터 사용 중
two-factor-recovery-codes = 복구 코드
two-factor-codes-left = { $count }개 남음
two-factor-codes-few = 복구 코드가 얼마 남지 않았습니다. 미리 새로 만드세요.
two-factor-acts-hint = 아래 작업을 하려면 비밀번호와 인증 코드가 필요합니다. 작업을 마치면 다른 기기는 모두 로그아웃됩니다.
two-factor-new-codes = 복구 코드 새로 만들기
two-factor-another-app = 인증 앱 교체
two-factor-turn-off = 2단계 인증 해제
two-factor-new-phone = 휴대전화를 바꾸시나요? 인증 앱을 교체하세요. 새 앱의 코드를 확인할 때까지 이전 앱을 계속 사용할 수 있습니다.
two-factor-demanded = 이 사이트는 2단계 인증이 필수이므로 해제할 수 없습니다.
two-factor-why = 2단계 인증을 설정하면 로그인할 때 비밀번호와 인증 앱의 여섯 자리 숫자가 필요합니다. 비밀번호가 유출되어도 다른 사람이 로그인할 수 없습니다.
two-factor-app-needed = 휴대전화 등에 인증 앱이 있어야 합니다. 여섯 자리 숫자를 표시하는 앱이면 모두 사용할 수 있습니다.
two-factor-set-up = 설정하기
two-factor-phishing = 이 페이지를 흉내 낸 가짜 페이지까지 막지는 못합니다. 코드를 입력하기 전에 주소를 확인하세요.
enrolment-title = 인증 앱 설정
enrolment-scan = 인증 앱으로 QR 코드를 스캔하세요. 스캔할 수 없다면 앱에 키를 입력하거나 이 기기의 앱에서 여세요.
enrolment-qr-alt = 아래 키가 담긴 QR 코드
enrolment-open-app = 이 기기의 앱에서 열기
enrolment-code = 앱에 표시된 인증 코드
enrolment-submit = 설정 완료
enrolment-hint = 올바른 코드를 입력해야 설정이 완료됩니다. 키는 이 페이지에만 표시되며 15분 동안 사용할 수 있습니다.
enrolment-code-wrong = 이 키의 인증 코드가 아닙니다. 앱에 표시된 코드를 확인하고 다시 시도해 주세요. 계속 실패하면 휴대전화의 시간을 자동으로 설정해 주세요.
recovery-codes-title = 복구 코드를 저장하세요
recovery-codes-enabled = 2단계 인증이 설정되었습니다. 이제 로그인할 때 인증 앱의 코드가 필요합니다. 다른 기기는 모두 로그아웃되었습니다.
recovery-codes-replaced = 복구 코드를 새로 만들었습니다. 이전 코드는 더 이상 사용할 수 없습니다. 다른 기기는 모두 로그아웃되었습니다.
recovery-codes-text = 인증 앱을 사용할 수 없을 때 비밀번호와 이 코드 중 하나로 로그인할 수 있습니다. 코드마다 한 번만 사용할 수 있습니다. 저장하거나 인쇄해서 휴대전화와 다른 곳에 보관하세요.
recovery-codes-once = 지금 한 번만 표시됩니다.
recovery-codes-kept = 저장했습니다
recovery-codes-save = 다운로드

## The password asked for once more

confirm-title = 본인 확인
confirm-each-time = 이 작업은 할 때마다 비밀번호를 확인합니다.
confirm-text = 비밀번호를 입력한 지 시간이 지났습니다.
confirm-go-on = 계속
confirm-for = 계속하려면 비밀번호를 입력하세요: { $act }

## Signing out

logout-title = 로그아웃할까요?
logout-text = { $username } 계정으로 로그인되어 있습니다. 이 브라우저에서만 로그아웃되며, 다른 기기는 로그인된 상태로 유지됩니다.
logout-nothing = 이 브라우저는 이미 로그아웃된 상태입니다.

## Between an app and the desk

circle-title = 페이지 이동이 반복되고 있습니다
circle-text = 로그인되어 있지만 앱이 아직 로그인을 확인하지 못해 이 페이지로 계속 돌아옵니다. 몇 초 기다린 후 앱으로 이동해 주세요.
circle-again = 이 페이지로 다시 돌아오면 사이트 운영자에게 알려 주세요. 쿠키가 앱에 전달되지 않거나 앱이 쿠키를 인정하지 않을 수 있습니다.
app-go-on = 앱으로 이동
too-long-title = 페이지를 다시 열어 주세요
too-long-text = 로그인되어 있지만 열려던 페이지의 주소가 너무 길어 돌아갈 수 없습니다. 링크가 있던 곳에서 다시 열어 주세요.
too-long-app = 앱 홈으로 이동
too-long-start = 홈으로 이동
forward-auth-sign-in = 먼저 로그인해 주세요. 앱에는 아무것도 전송되지 않았습니다.
forward-auth-signed-out = 로그인되어 있지 않습니다. 로그인한 후 이전 페이지로 돌아가 다시 보내 주세요.
forward-auth-form-not-sent = 입력한 내용이 전송되지 않았습니다
forward-auth-forbidden-title = 이용 권한이 없습니다
forward-auth-forbidden-text = 현재 { $username } 계정으로 로그인되어 있으며, 이 계정에는 이용 권한이 없습니다. 관리자에게 권한을 요청하거나, 로그아웃한 후 다른 계정으로 로그인해 주세요.
forward-auth-no-rule = 이 사이트의 설정에서 허용하지 않은 주소이거나, 두 가지로 해석될 수 있는 주소입니다. 주소를 확인하거나 사이트 운영자에게 알려 주세요.
forward-auth-no-rule-title = 접근할 수 없는 주소입니다
forward-auth-unreliable = 프록시가 보낸 요청 정보를 신뢰할 수 없습니다. 사이트 운영자에게 알려 주세요. 자세한 내용은 로그에 있습니다.

## Problems

problem-number = 요청 ID:
problem-to-start = 홈으로 이동
help-goes-on = 문제가 계속되나요?
help-tell-operator = 사이트 운영자에게 알려 주세요.
problem-not-found-title = 페이지를 찾을 수 없습니다
problem-method-title = 지원하지 않는 요청입니다
problem-foreign-form-title = 양식을 보낸 곳을 확인할 수 없습니다
problem-past-proxy-title = 접근할 수 없는 주소입니다
problem-bad-request-title = 잘못된 요청입니다
problem-media-type-title = 지원하지 않는 형식입니다
problem-too-large-title = 내용이 너무 큽니다
problem-too-slow-title = 요청 시간이 초과되었습니다
problem-forbidden-title = 관리자만 이용할 수 있습니다
problem-signed-out-title = 로그아웃되었습니다
problem-too-many-changes-title = 변경 요청이 너무 많습니다
problem-busy-title = 접속자가 많습니다
problem-unavailable-title = 지금은 이용할 수 없습니다
problem-internal-title = 문제가 발생했습니다
problem-not-found-text = 주소가 잘못되었거나 페이지가 삭제되었을 수 있습니다. 이전 페이지로 돌아가거나 홈에서 다시 시작해 주세요.
problem-method-text = 주소는 있지만 이 방식의 요청은 지원하지 않습니다. 이전 페이지로 돌아가 다시 시도해 주세요.
problem-foreign-form-text = 변경된 내용은 없습니다. 홈으로 이동해 다시 시도해 주세요. 계속 실패하면 접속한 주소가 설정의 public_url과 다른 것이므로 사이트 운영자에게 알려 주세요.
problem-past-proxy-text = 이 포트에는 프록시만 연결할 수 있습니다. 이 사이트의 공개 주소로 접속해 주세요.
problem-bad-request-text = 변경된 내용은 없습니다. 이전 페이지로 돌아가 새로 고친 후 다시 시도해 주세요.
problem-media-type-text = 변경된 내용은 없습니다. 이전 페이지로 돌아가 그 페이지에서 입력해 주세요.
problem-too-large-text = 변경된 내용은 없습니다. 이전 페이지로 돌아가 내용을 줄이고 다시 시도해 주세요.
problem-too-slow-text = 변경된 내용은 없습니다. 내용을 보내는 중에 연결이 멈췄습니다. 이전 페이지로 돌아가 다시 시도해 주세요.
problem-forbidden-text = 로그인되어 있지만 관리자 전용 페이지입니다. 관리자에게 문의해 주세요.
problem-signed-out-text = 입력한 내용이 저장되지 않았습니다. 다시 로그인한 후 한 번 더 보내 주세요.
problem-signed-out-text-typed = 입력한 내용이 저장되지 않았습니다. 다시 로그인한 후 한 번 더 보내 주세요. 입력한 내용은 다음과 같습니다.
problem-too-many-changes-text = 변경된 내용은 없습니다. 짧은 시간에 변경 요청이 너무 많았습니다. 몇 초 후 이전 페이지로 돌아가 다시 시도해 주세요.
problem-too-many-changes-text-typed = 변경된 내용은 없습니다. 짧은 시간에 변경 요청이 너무 많았습니다. 몇 초 후 이전 페이지로 돌아가 다시 시도해 주세요. 입력한 내용은 다음과 같습니다.
problem-busy-text = 변경된 내용은 없습니다. 몇 초 후 다시 시도해 주세요.
problem-unavailable-text = 변경된 내용은 없으며 로그인 상태도 그대로입니다. 몇 초 후 다시 시도해 주세요.
problem-internal-text = 서버 오류이며 내용이 기록되었습니다. 다시 시도해 주세요. 문제가 계속되면 사이트 운영자에게 아래 요청 번호를 알려 주세요.

## Why a session is over

session-ended-idle = 오랫동안 사용하지 않아 로그아웃되었습니다. 계속하려면 다시 로그인해 주세요.
session-ended-time-up = 로그인 유지 시간이 지나 로그아웃되었습니다. 계속하려면 다시 로그인해 주세요.
session-ended-unknown = 로그인 정보가 남아 있지 않습니다. 계속하려면 다시 로그인해 주세요.
session-ended-suspended = 정지된 계정입니다. 관리자에게 문의해 주세요.
session-ended-signed-out = 이 브라우저에서 로그아웃되었습니다.
session-ended-elsewhere = 다른 기기에서 이 기기를 로그아웃했습니다. 계속하려면 다시 로그인해 주세요.
session-ended-password = 다른 기기에서 비밀번호가 변경되었습니다. 새 비밀번호로 로그인해 주세요. 본인이 변경하지 않았다면 즉시 관리자에게 문의해 주세요.
session-ended-reused = 계정을 보호하기 위해 로그아웃되었습니다. 이전 세션 키의 사본이 사용되어 다른 사람이 키를 가지고 있을 수 있습니다. 다시 로그인한 후 비밀번호를 변경해 주세요.
session-ended-limit = 로그인된 기기가 너무 많아 가장 오래 사용하지 않은 이 기기가 로그아웃되었습니다. 계속하려면 다시 로그인해 주세요.
session-ended-reset = 이 계정의 비밀번호가 재설정되었습니다. 새 비밀번호로 로그인해 주세요. 본인이 재설정하지 않았다면 즉시 관리자에게 문의해 주세요.
session-ended-deleted = 삭제된 계정입니다. 본인이 모르는 일이라면 관리자에게 문의해 주세요.
session-ended-restored = 이 사이트가 백업에서 복구되어 로그아웃되었습니다. 다시 로그인해 주세요.
session-ended-second-factor = 이 계정의 2단계 인증이 설정, 변경 또는 해제되었습니다. 다시 로그인해 주세요. 본인이 변경하지 않았다면 즉시 관리자에게 문의해 주세요.
session-ended-second-factor-demanded = 이제 이 계정에는 2단계 인증이 필요합니다. 로그인하면 설정 방법을 안내합니다.
session-ended-admin = 관리자가 이 기기를 로그아웃했습니다. 계속하려면 다시 로그인해 주세요.

## Text that cannot be read as what it is meant to be

unreadable-session-id = 올바른 세션 ID가 아닙니다. 세션 ID 32자리를 입력해 주세요.
unreadable-network = 올바른 IP 주소가 아닙니다. 192.0.2.7 또는 2001:db8::1 같은 주소나 192.0.2.0/24 같은 네트워크를 입력해 주세요.
unreadable-event-kind = 없는 활동입니다. 목록에서 선택해 주세요.
unreadable-user = 올바른 사용자 이름이 아닙니다. 사용자 이름 전체나 ID를 입력해 주세요.
unreadable-address = 올바른 IP 주소가 아닙니다. 192.0.2.7처럼 주소 전체를 입력해 주세요. 명령줄을 찾으려면 local을 입력해 주세요.
unreadable-order = 이 항목으로 정렬할 수 없습니다. 다른 항목을 선택해 주세요.
unreadable-device = 검색어에 맞는 기기가 없습니다. Firefox, Android처럼 브라우저나 운영체제의 이름을 입력해 주세요.
unreadable-empty = 검색할 단어가 없습니다. 단어를 입력해 주세요.
unreadable-span = 선택할 수 없는 값입니다. 목록에서 선택하거나 주소에 within-24h, beyond-24h, since-2026-11-23, until-2026-11-23 형식을 사용해 주세요.
unreadable-day = 올바른 날짜가 아닙니다. 2026-11-23 형식으로 입력해 주세요.
unreadable-user-search = 사용자 이름으로 검색할 수 없는 값입니다. 사용자 이름이나 이메일 주소를 입력해 주세요. 앞부분만 입력할 때는 끝에 *를 붙여 주세요.
unreadable-choice = 선택할 수 없는 값입니다. 목록에서 선택해 주세요.
username-error = 영문자, 숫자, 점(.), 하이픈(-), 밑줄(_)로 1~32자를 입력해 주세요. 처음과 끝은 영문자나 숫자여야 합니다.
email-error = 올바른 이메일 주소가 아닙니다. name@example.com 형식으로 입력하거나 비워 두세요.
identity-check-error = 어떻게 확인했는지 한 줄에 10~200자로 입력해 주세요.

## What an administrator cannot do to an account

refusal-name-taken = 이미 사용 중이거나 최근에 삭제된 계정의 사용자 이름입니다. 다른 이름을 입력해 주세요.
refusal-last-admin = 변경된 내용은 없습니다. 로그인할 수 있는 마지막 관리자입니다. 먼저 다른 사용자에게 관리자 권한을 부여해 주세요.
refusal-suspended = 정지된 계정이라 링크를 만들지 않았습니다. 먼저 정지를 해제해 주세요.
refusal-has-password = 이미 비밀번호가 설정된 계정이라 초대 링크를 만들지 않았습니다. 비밀번호 재설정 링크를 만들어 주세요.
refusal-own-account = 본인 계정이라 변경하지 않았습니다. 비밀번호와 2단계 인증은 내 계정 페이지에서 변경해 주세요.
refusal-has-no-password = 아직 비밀번호가 설정되지 않은 계정이라 링크를 만들지 않았습니다. 새 초대 링크를 만들어 주세요.
refusal-no-email = 저장된 이메일 주소가 없어 이메일을 보내지 않았습니다. 먼저 주소를 저장하세요.

## The acts of forms, for the question about the password

act-save-email = 이메일 주소 저장
act-reactivate = 이 계정 정지 해제
act-make-admin = 관리자 권한 부여
act-end-all-sessions = 이 사용자를 모든 기기에서 로그아웃

## Administration: overview

overview-live-sessions = 활성 세션
overview-in-24-hours = 최근 24시간
overview-locked = 현재 차단된 항목
overview-locked-hint = 등록된 다른 기기에서는 계속 로그인할 수 있습니다. 차단은 사용자 페이지에서 해제할 수 있습니다.
overview-codes-locked-hint = 이 코드를 입력한 사람은 비밀번호를 알고 있었습니다. 코드 차단은 사용자 페이지에서 해제할 수 있습니다.
overview-more = 그 밖에 { $count }개 더 있습니다.
overview-more-than = 그 밖에 { $count }개 넘게 더 있습니다.
overview-network = 네트워크
overview-refused = 최근 거부된 로그인 시도
overview-refused-hint = 위 계정에 대한 시도가 포함되어 있을 수 있습니다. 여러 사람이 같은 네트워크를 사용한다면 sign_in_tries_per_address 값을 높이세요.
overview-setting = 설정 보기
overview-background-work = 백그라운드 작업
overview-mail = 이메일
overview-mail-waiting = 아직 보내지 않음
overview-mail-oldest = 가장 오래된 대기
overview-mail-answer = 마지막 응답
overview-mail-failed = 7일간 전송 실패
overview-mail-filed = 7일간 파일로 저장
overview-mail-hint = { $command } 명령은 각 이메일과 이메일 서버의 응답을 보여 줍니다.
overview-no-tasks = 아직 실행된 작업이 없습니다. 1분 후 다시 확인하세요.
overview-task = 작업
overview-task-last-run = 마지막 실행
overview-task-outcome = 결과
overview-counts-hint = 활동 기록은 약 10초 이내에, 많은 사용자와 세션은 5분 이내에 집계됩니다. 그래프의 시각과 날짜는 UTC 기준입니다.
overview-sign-ins = 로그인
overview-failed-sign-ins = 로그인 실패
overview-wrong-codes = 잘못된 코드
overview-lockouts = 로그인 차단
overview-reuse-alarms = 세션 키 재사용 경고
overview-sessions-ended = 종료된 세션
overview-wrong-confirmations = 비밀번호 확인 실패
overview-password-changes = 비밀번호 변경
overview-chart-day = 최근 24시간 로그인
overview-chart-month = 최근 30일 로그인
overview-chart-empty = 로그인도 로그인 실패도 없습니다.
overview-chart-summary = 로그인 { $good }회, 실패 { $bad }회입니다. { $most }에 가장 많았습니다.
overview-chart-signed-in = 로그인
overview-chart-failed = 실패
chart-as-table = 표로 보기
task-janitor = 만료 데이터 정리
task-seals = 활동 기록 봉인
task-well = 정상
task-nothing = 할 작업 없음
task-swept = 만료 처리 { $expired }개. 삭제: 세션 { $sessions }개, 계정 { $accounts }개, 링크 { $links }개, 키 { $keys }개, 로그인 시도 { $tries }건
lock-unknown-devices = 등록되지 않은 기기에서 서로 다른 잘못된 비밀번호를 { $count }회 연속 입력했습니다.
lock-known-device = 등록된 기기에서 서로 다른 잘못된 비밀번호를 { $count }회 연속 입력했습니다.
lock-session = 로그인된 기기에서 서로 다른 잘못된 비밀번호를 { $count }회 연속 입력했습니다.
lock-closed-unknown-devices = 등록되지 않은 기기에서는 더 이상 로그인할 수 없습니다.
lock-closed-known-device = 이제 이 기기는 등록되지 않은 기기로 처리됩니다.
lock-closed-session = 이제 이 기기는 등록되지 않은 기기로 처리됩니다.
lock-next-try = { $time } 이후에 다시 시도할 수 있습니다.
lock-longer-next = 다시 잘못 입력하면 대기 시간이 더 길어집니다.
overview-all-well = 모두 정상입니다.
overview-attention-count = 확인할 것이 { $count }건 있습니다
overview-30-days = 최근 30일
code-lock-unknown-devices = 등록되지 않은 기기에서 잘못된 인증 코드를 { $count }회 연속 입력했습니다.
code-lock-unknown-devices-recovery = 등록되지 않은 기기에서 잘못된 복구 코드를 { $count }회 연속 입력했습니다.
code-lock-known-devices = 등록된 기기에서 잘못된 인증 코드를 { $count }회 연속 입력했습니다.
code-lock-known-devices-recovery = 등록된 기기에서 잘못된 복구 코드를 { $count }회 연속 입력했습니다.
code-lock-session = 로그인된 기기에서 잘못된 인증 코드를 { $count }회 연속 입력했습니다.
code-lock-session-recovery = 로그인된 기기에서 잘못된 복구 코드를 { $count }회 연속 입력했습니다.
code-lock-closed = 이제 이 코드로는 더 이상 시도할 수 없습니다.

## Administration: warnings

warning-recall-late = 이 인스턴스에서 종료된 세션 목록의 갱신이 늦어져 요청마다 데이터베이스를 조회합니다. 로그를 확인하세요.
warning-newer-database = 더 최신 버전의 Doorward가 데이터베이스를 변경했습니다. 이 인스턴스도 업데이트하세요.
warning-forwarded-missing = 최근 1시간 동안 신뢰하는 프록시가 X-Forwarded-For를 보내지 않았습니다. 이 프록시로 접속하는 모든 사용자가 IP 주소 하나와 그 제한을 함께 사용합니다. 프록시가 이 헤더를 보내도록 설정하세요.
warning-forwarded-unreadable = 최근 1시간 동안 신뢰하는 프록시가 읽을 수 없는 X-Forwarded-For를 보냈습니다. 이 프록시로 접속하는 모든 사용자가 IP 주소 하나와 그 제한을 함께 사용합니다. 프록시가 주소만 보내도록 설정하세요.
warning-key-old = 액세스 토큰에 서명하는 키의 교체 시기가 지났습니다.
warning-key-old-link = 새 키 만들기
warning-one-admin = 관리자가 한 명뿐입니다. 이 계정에 로그인할 수 없게 되면 명령줄에서만 복구할 수 있습니다. 다른 사용자에게도 관리자 권한을 부여하세요.
warning-one-admin-link = 사용자 선택
warning-second-factor-optional = 2단계 인증이 선택 사항이라 관리자도 비밀번호만으로 로그인할 수 있습니다.
warning-seals = 활동 기록이 봉인되지 않아 누군가 변경해도 드러나지 않습니다. 로그를 확인하세요.
warning-tasks-late = 백그라운드 작업이 지연되고 있습니다. 로그를 확인하세요.
warning-mail-late = 15분 넘게 전송을 기다리는 이메일이 있습니다. 이메일 서버에 연결할 수 없거나 서버가 받지 않습니다.
warning-mail-failed = 전송하지 못한 이메일이 있습니다.
warning-mail-filed = 이메일 서버가 설정되어 있지 않아 이메일이 서버의 파일로 저장되고 있습니다. 아무에게도 전달되지 않습니다.

## Administration: advice about settings. The command line says it too, in English: "name = value: what; next step"

advice-plain-http = 비밀번호와 쿠키가 암호화되지 않은 채 네트워크로 전송됩니다
advice-plain-http-next = 앞에 인증서가 있는 프록시를 두고 이 값을 https 주소로 설정하세요
advice-insecure-needless = 다른 설정에서 사용하지 않는 연결을 허용하고 있습니다
advice-insecure-needless-next = 이 설정을 삭제하세요
advice-insecure-past-proxy = listen의 포트에 연결할 수 있는 사람은 프록시를 거치지 않고 접속할 수 있습니다
advice-insecure-past-proxy-next = trusted_proxies에 프록시를 입력하고 allow_insecure_http를 삭제하세요
advice-loopback-url = listen은 다른 컴퓨터에 열려 있지만 이 주소는 이 컴퓨터 자신을 가리킵니다
advice-loopback-url-next = public_url을 사용자가 접속하는 주소로 설정하세요. 다른 주소에서 보낸 요청은 거부됩니다
advice-proxy-unnamed = Doorward 앞의 프록시가 설정되지 않아 모든 사용자가 프록시의 주소에서 접속한 것으로 보입니다
advice-proxy-name-next = trusted_proxies를 프록시가 연결하는 주소로 설정하세요(예: 127.0.0.1,::1)
advice-everybody-proxy = 모든 주소를 프록시로 처리하므로 누구나 기록에 남을 주소를 정할 수 있습니다
advice-everybody-proxy-next = 프록시의 주소만 입력하세요
advice-proxy-needless = 프록시가 설정되어 있지만 public_url은 프록시를 거치는 주소가 아닙니다
advice-proxy-needless-next = public_url을 프록시의 https 주소로 설정하거나 trusted_proxies를 삭제하세요
advice-rules-without-proxy = trusted_proxies가 비어 있고 /forward-auth는 신뢰하는 프록시에만 응답하므로 아무도 접근할 수 없습니다
advice-mail-loopback = 이메일의 링크가 이 컴퓨터에서만 열립니다
advice-mail-loopback-next = public_url을 사람들이 입력하는 주소로 설정하세요
advice-remember-idle = session_idle보다 짧아 로그인 상태를 유지하는 사용자가 다른 사용자보다 먼저 로그아웃됩니다
advice-remember-idle-next = remember_idle을 session_idle 이상으로 설정하세요
advice-remember-absolute = session_absolute보다 짧아 로그인 상태를 유지하는 사용자가 다른 사용자보다 먼저 로그아웃됩니다
advice-remember-absolute-next = remember_absolute를 session_absolute 이상으로 설정하세요
advice-database-readable = 다른 컴퓨터에 연결하지만 sslmode=verify-full이 없어 통신 내용이 노출될 수 있습니다
advice-database-readable-next = --features postgres-tls로 빌드하고 sslmode=verify-full을 추가하거나, 네트워크가 안전한지 확인하세요
advice-metrics-open = 이 컴퓨터에 연결할 수 있는 모든 네트워크에서 지표를 볼 수 있습니다
advice-metrics-open-next = Prometheus가 있는 네트워크의 주소로 설정하거나, 방화벽이 차단하는지 확인하세요
advice-socket-open = 폴더 권한으로 막지 않으면 이 컴퓨터의 모든 사용자가 소켓에 연결해 기록에 남을 접속자를 정할 수 있습니다
advice-socket-open-next = socket_mode를 660으로 설정하고 소켓 폴더의 그룹을 프록시의 그룹으로 변경하세요
advice-socket-mode-needless = 모드가 설정되어 있지만 listen은 Unix 소켓이 아닙니다
advice-socket-mode-needless-next = 이 설정을 삭제하거나 listen을 unix:PATH로 설정하세요

## Administration: events

events-text = 최근 활동부터 표시합니다. 활동 기록은 여기에서 변경할 수 없습니다. 누군가 기록을 조작했는지는 { $command } 명령으로 확인할 수 있습니다.
events-filter = 필터
events-what-happened = 활동 내용
events-about = 대상
events-by = 수행자
events-session = 세션
events-from-day = 시작일 ({ $zone })
events-until-day = 종료일 ({ $zone })
events-show-all = 전체 보기
events-none = 조건에 맞는 활동 기록이 없습니다. 필터를 줄이거나 다른 날짜를 선택하세요.
events-time = 시각 ({ $zone })
events-from-where = 접속 정보
events-details-and-request = 상세, 요청 번호
events-few = 조건에 맞는 활동 기록이 거의 없습니다. 이 페이지를 표시하기 위해 20,000건을 확인했습니다.
events-export = 내보내기
events-export-hint = 필터에 맞는 모든 활동 기록을 오래된 순서로 내보냅니다. 내보낸 사실도 활동 기록에 남습니다.
events-export-csv = 스프레드시트용 CSV
events-export-json = 프로그램용 JSON Lines
events-last-seal = 활동 기록의 마지막 봉인입니다. 다른 곳에 적어 두면 기록의 끝부분이 삭제되었는지 확인할 수 있습니다.
events-no-such-user = 없는 사용자입니다. 삭제된 사용자는 ID로 검색해 주세요.
events-everything = 전체

## Administration: kinds of events

event-signed-in = 로그인
event-sign-in-failed = 로그인 실패
event-session-renewed = 세션 갱신
event-key-reused = 이전 세션 키 재사용
event-session-ended = 로그아웃
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
event-bulk-started = 세션 일괄 종료 시작
event-bulk-finished = 세션 일괄 종료 완료
event-events-exported = 활동 기록 내보내기
event-events-deleted = 오래된 활동 기록 삭제
event-second-factor-set-up = 2단계 인증 설정
event-second-factor-removed = 2단계 인증 해제
event-recovery-codes-created = 새 복구 코드 생성
event-recovery-code-used = 복구 코드 사용
event-code-refused = 비밀번호 일치, 코드 불일치
event-database-restored = 백업에서 데이터베이스 복구
event-sign-in-locked = 로그인 일시 차단
event-sign-in-closed = 로그인 차단(해제 필요)
event-sign-in-reopened = 로그인 차단 해제
event-tries-refused = 로그인 시도 거부
event-mail-failed = 이메일 전송 실패
event-link-mailed = 링크를 이메일로 전송

## Administration: details of events

detail-renewal = { $number }번째 갱신
detail-key-number = { $number }번째 키
detail-renamed = { $old } → { $new }
detail-address-noted = 이메일 주소 등록
detail-address-removed = 이메일 주소 삭제
detail-address-verified = 확인됨
detail-not-counted = 개수 미확인
detail-up-to-number = { $number }번까지
detail-locked-seconds = { $cause }, { $count }초 동안
detail-locked-minutes = { $cause }, { $count }분 동안
detail-tries = { $network }: { $count }회
detail-by-password = 비밀번호
detail-by-password-kept = 비밀번호, 로그인 상태 유지
detail-by-code = 비밀번호와 인증 코드
detail-by-code-kept = 비밀번호와 인증 코드, 로그인 상태 유지
detail-by-recovery-code = 비밀번호와 복구 코드
detail-by-recovery-code-kept = 비밀번호와 복구 코드, 로그인 상태 유지
detail-codes-left = { $count }개 남음
lock-cause-unknown-devices = 등록되지 않은 기기의 비밀번호 오류 횟수 초과
lock-cause-known-device = 등록된 기기의 비밀번호 오류 횟수 초과
lock-cause-session = 한 세션의 비밀번호 오류 횟수 초과
lock-cause-codes = 인증 코드 오류 횟수 초과
lock-cause-recovery-codes = 복구 코드 오류 횟수 초과
age-less-than-a-day = 하루 미만
age-days = { $count }일
origin-doorward = Doorward(자동)
origin-command-line = 명령줄
detail-mail-failed = { $kind }: { $reason }
mail-kind-invitation = 초대
mail-kind-reset = 비밀번호 재설정
mail-kind-device-link = 기기 등록 링크
mail-failing-refused = 이메일 서버가 거부함
mail-failing-unanswered = 이메일 서버가 이틀 동안 받지 않음
mail-failing-outdated = 이메일 서버가 받기 전에 링크가 만료됨
mail-failing-unreadable = 더 이상 없는 서버 비밀값으로 암호화됨

## Administration: keys

key-retirement-title = 키 폐기
key-made = 생성 시각
key-retirement-text = 유출되었을 수 있는 키를 폐기합니다. 이 키로 서명된 토큰은 모두 거부됩니다. 이 인스턴스에는 즉시, 다른 인스턴스에는 1초 이내에 적용됩니다.
key-retirement-signs = 현재 서명 중인 키이므로 다른 키가 즉시 서명을 이어받습니다.
key-retirement-nobody-out = 로그아웃되는 사용자는 없습니다. 브라우저는 다음 페이지에서 새 토큰을 받으며, 전송 중인 내용도 처리됩니다. 이 키로 서명된 토큰만 보내는 요청은 거부됩니다.
key-retirement-final = 개인 키가 삭제되며 되돌릴 수 없습니다.
key-retirement-submit = 키 폐기
keys-title = 서명 키
keys-overdue = 서명 중인 키의 경과 기간이 { $age }이지만 자동으로 교체되지 않았습니다. 로그에서 원인을 확인하거나 여기에서 새 키를 만드세요.
keys-old = 서명 중인 키의 경과 기간이 { $age }이며, 키는 자동으로 교체되지 않습니다. 여기에서 새 키를 만드세요.
keys-text = 액세스 토큰은 이 키로 서명됩니다. 개인 키는 암호화되어 저장되며 어디에도 표시되지 않습니다.
keys-age = 경과 기간
keys-signs-from = 서명 시작
keys-signs-until = 서명 종료
keys-believed-until = 유효 기한
keys-emergency = 작업
keys-further-notice = —
keys-deleted-soon = 삭제 예정
keys-retire = 폐기
keys-new-title = 새 키
keys-rotation = 키는 key_rotation 설정에 따라 자동으로 교체됩니다. 교체 주기: { $age }.
keys-rotation-next = 다음 교체 예정: { $date }.
keys-rotation-never = key_rotation이 never로 설정되어 키가 자동으로 교체되지 않습니다.
keys-new-text = 여기에서 새 { $algorithm } 키를 바로 만들 수 있습니다. 먼저 토큰을 확인하는 모든 곳에 새 키가 전달되고, 1분 후부터 새 키로 서명합니다. 이전 키는 이미 서명한 토큰이 모두 만료될 때까지 확인에만 사용됩니다. 로그아웃되는 사용자는 없습니다.
keys-rotate = 새 키 만들기
keys-leaked-title = 키가 유출되었을 수 있는 경우
keys-leaked-text = 새 키를 만드는 것만으로는 충분하지 않습니다. 이전 키를 가진 사람은 키가 폐기될 때까지 토큰을 계속 만들 수 있습니다. 위 표에서 해당 키를 폐기하세요. 폐기하기 전에 한 번 더 확인합니다.
keys-made = 새 키를 만들었습니다. 모든 인스턴스에 전달되도록, 만든 지 1분 후부터 새 키로 서명합니다.
keys-made-already = 이미 사용 예정인 새 키가 있어 더 만들지 않았습니다.
keys-retired = 키가 폐기되었습니다. 이 키로 서명된 토큰은 더 이상 유효하지 않습니다.
key-state-upcoming = 사용 예정
key-state-signing = 서명 중
key-state-retiring = 폐기 예정
key-state-retired = 폐기됨

## Administration: many sessions ended at once

bulk-list-title = 일괄 종료 기록
bulk-list-empty = 아직 일괄 종료 기록이 없습니다.
bulk-begun = 시작
bulk-which = 대상
session-ended = 종료
bulk-done = 완료
bulk-everybody = 전체
bulk-all-alive = 활성 세션 전체
bulk-not-yet = 진행 중
bulk-everybody-title = 전체 로그아웃
bulk-title = 세션 일괄 종료
bulk-everybody-text = 본인을 포함한 모든 사용자가 다시 로그인해야 합니다. 모든 인스턴스에 즉시 적용됩니다.
bulk-no-filter = 검색 조건이 없습니다. 현재 세션을 포함한 모든 활성 세션이 종료됩니다.
bulk-text = 조건에 맞는 활성 세션이 모두 종료됩니다. 현재 세션도 조건에 맞으면 종료됩니다. 이후에 시작되는 세션은 종료되지 않습니다.
bulk-submit = 세션 모두 종료
bulk-count = 세션 { $count }개가 종료됩니다.
bulk-count-more = { $count }개가 넘는 세션이 종료됩니다.
bulk-show-title = 일괄 종료 진행 상황
bulk-finished = 세션이 종료되었습니다
bulk-running = 세션을 종료하고 있습니다
sessions-ended = 세션 { $count }개가 종료되었습니다.
bulk-progress-of = 전체 { $matched }개 중 { $ended }개가 종료되었습니다.
bulk-progress = 지금까지 { $ended }개가 종료되었습니다.
bulk-progress-title = 진행률
bulk-leave = 페이지를 닫아도 작업은 계속됩니다. 서버를 다시 시작해도 이어집니다.
bulk-look-again = 진행 상황 새로 고침
bulk-look-again-hint = 세션이 더 종료되면 바로, 늦어도 5초 안에 표시됩니다.
bulk-by = { $username } 님이 시작
bulk-list-link = 일괄 종료 기록

## Administration: sessions

session-list-hint = 사용자: 사용자 이름이나 이메일 주소를 입력하세요. 앞부분만 입력할 때는 끝에 *를 붙이세요. 기기: Firefox, Android 같은 단어를 입력하세요.
session-list-none = 조건에 맞는 세션이 없습니다.
session-list-all-alive = 활성 세션 전체 보기
session-list-tick = 선택
session-list-tick-label = 선택: { $username }, { $device }, { $time } 로그인
session-list-end = 선택한 세션 종료
session-list-many-accounts = 조건에 맞는 이메일 주소가 많아 처음 50개 계정의 세션만 표시합니다. 이메일 주소를 더 길게 입력하세요.
session-list-not-full = 확인한 세션 중 조건에 맞는 세션이 적어 일부만 표시합니다.
session-list-many = 일괄 종료
session-list-end-all = 검색된 세션 모두 종료
session-list-end-all-hint = 종료할 세션 수를 먼저 표시합니다. 확인하기 전에는 종료되지 않습니다.
session-search-network = IP 주소 또는 네트워크
session-search-either = 전체
session-search-yes = 예
session-search-no = 아니요
sessions-count = 세션 { $count }개
sessions-count-more = 세션 { $count }개 초과
filters-more = 상세 조건
session-list-any-time = 전체 기간
session-list-none-ticked = 종료된 세션이 없습니다. 먼저 활성 세션을 선택해 주세요.
session-page-title = { $username } 님의 세션
session-page-password-entered = 비밀번호 입력 시각
session-page-renewals = 갱신 횟수
session-page-ends-unused = 미사용 시 자동 종료
session-page-user-agent = 사용자 에이전트(User-Agent)
session-page-your-own = 현재 사용 중인 세션입니다. 현재 기기에서 로그아웃됩니다.
session-page-events = 활동 기록
session-page-ended-by = { $username } 님이 종료
session-state-live = 활성
session-state-idle = 미사용으로 만료
session-state-time-up = 기한이 지나 만료
session-state-signed-out = 직접 로그아웃
session-state-elsewhere = 다른 기기에서 로그아웃
session-state-replaced = 새 세션으로 교체
session-state-password = 비밀번호 변경으로 종료
session-state-suspended = 계정 정지로 종료
session-state-reused = 이전 세션 키 재사용으로 종료
session-state-limit = 기기 수 초과로 종료
session-state-operator = 명령줄에서 종료
session-state-admin = 관리자가 종료
session-state-reset = 비밀번호 재설정으로 종료
session-state-deleted = 계정 삭제로 종료
session-state-restored = 백업 복구로 종료
session-state-second-factor = 2단계 인증 변경으로 종료
session-state-second-factor-demanded = 2단계 인증 미설정으로 종료
session-state-expired = 만료
session-state-revoked = 만료 전 종료
session-state-any = 전체(종료된 세션 포함)
time-filter-within-hours = 최근 { $count }시간
time-filter-within-days = 최근 { $count }일
time-filter-beyond-hours = { $count }시간 이전
time-filter-beyond-days = { $count }일 이전
time-filter-since = { $date } 이후
time-filter-until = { $date } 이전
device-browser-on-system = { $browser } ({ $system })
device-unknown = 알 수 없는 기기
session-list-skip-to-actions = 작업 버튼으로 건너뛰기
session-list-tick-none = 선택 모두 해제
session-list-tick-all = 이 페이지 모두 선택
ticked-title = 선택한 세션을 종료할까요?
ticked-your-own = 내 세션도 포함되어 있어 여기서도 로그아웃됩니다.

## Administration: settings

settings-text = 이 인스턴스에 적용된 설정입니다. doorward.toml, 환경 변수, 명령줄 옵션에서 변경할 수 있으며 다음에 시작할 때 적용됩니다. 설명은 영어로 제공됩니다.
settings-setting = 설정
settings-value = 값
settings-default = 기본값
settings-meaning = 설명

## Administration: users

user-list-name-or-email = 사용자 이름 또는 이메일
user-list-everybody = 전체 보기
user-list-hint = 사용자 이름이나 이메일 주소를 입력하세요. 앞부분만 입력할 때는 끝에 *를 붙이세요.
user-invite = 사용자 초대
user-list-none = 조건에 맞는 사용자가 없습니다. 검색 조건을 변경하거나 전체 보기를 선택하세요.
user-list-count = 사용자 { $count }명
user-list-count-more = 사용자 { $count }명 초과
user-list-all = 전체
user-list-all-but-deleted = 전체(삭제된 계정 제외)
user-new-text = 계정과 초대 링크를 만듭니다. 링크를 전달하면 받은 사람이 직접 비밀번호를 설정합니다. 다른 사람은 이 비밀번호를 볼 수 없습니다.
username-hint = 영문자, 숫자, 점(.), 하이픈(-), 밑줄(_)을 사용할 수 있습니다.
user-new-email = 이메일 주소 (선택)
user-email-hint = 링크를 이메일로 보낼 때 쓰는 주소입니다. 본인이 그 링크로 비밀번호를 정하면, 나중에 새 비밀번호를 정할 때도 쓸 수 있습니다. 로그인에는 사용할 수 없습니다.
user-new-by-mail = 주소를 입력했다면 그 주소로 초대 보내기
user-new-by-mail-hint = 받는 사람만 링크를 볼 수 있습니다. 선택하지 않으면 링크를 직접 전달해야 합니다.
user-new-no-mail-server = 이메일 서버가 설정되어 있지 않습니다. 이메일은 서버의 파일로 저장되고 아무에게도 전달되지 않습니다.
user-new-mail-more = 이메일의 메시지와 언어
user-new-message = 메시지 (선택)
user-new-language = 이메일 언어
user-new-message-too-long = 1,000자까지 입력할 수 있습니다.
user-new-submit = 계정과 초대 링크 만들기
user-new-taken-invited = { $username } 님은 이미 초대되었습니다. 링크를 잃어버렸다면 사용자 페이지에서 새로 만드세요.
user-state-active = 활성
user-state-invited = 초대됨
user-state-suspended = 정지됨
user-state-deleted = 삭제됨

## Administration: a link to hand over

made-link-title = { $username } 님에게 이 링크를 보내세요
made-link-until = 유효 기한
made-link-copy = 지금 복사하세요. 링크는 이번 한 번만 표시되며 어디에도 저장되지 않습니다. 잃어버리면 사용자 페이지에서 새로 만드세요.
made-link-copy-reload = 지금 복사하세요. 링크는 이번 한 번만 표시되며 어디에도 저장되지 않습니다. 나중에 이 페이지를 새로 고치면 새 링크가 만들어지고 이 링크는 사용할 수 없습니다.
made-link-message = 보낼 메시지
made-link-message-invitation =
    { $username } 님, { $site } 초대 링크입니다.
    { $link }
    링크를 열어 비밀번호를 설정하세요. { $time }까지 한 번만 사용할 수 있습니다.
made-link-message-reset =
    { $username } 님, { $site }의 새 비밀번호를 설정하는 링크입니다.
    { $link }
    { $time }까지 한 번만 사용할 수 있습니다.
made-link-message-device =
    { $username } 님, { $site }에 로그인할 브라우저에서 이 링크를 열어 주세요.
    { $link }
    그 브라우저가 계정에 등록됩니다. { $time }까지 한 번만 사용할 수 있습니다.
made-link-qr = QR 코드로 보기
made-link-qr-alt = 위 링크의 QR 코드
made-link-to-account = { $username } 님의 계정으로 이동
made-link-invited = { $username } 님을 초대했습니다.
made-link-invited-text = 링크를 연 사람이 { $username } 님의 비밀번호를 설정합니다. 링크는 한 번만 사용할 수 있습니다.
made-link-reset = { $username } 님의 비밀번호 재설정 링크를 만들었습니다.
made-link-reset-text = 링크를 연 사람이 { $username } 님의 새 비밀번호를 설정합니다. 링크는 한 번만 사용할 수 있습니다. 새 비밀번호를 설정하기 전에는 아무것도 변경되지 않습니다.
made-link-device = { $username } 님의 기기 등록 링크를 만들었습니다.
made-link-device-text = 링크를 연 브라우저가 { $username } 님의 계정에 등록됩니다. 다른 사람의 로그인 시도로 계정이 차단되어도 그 브라우저에서는 사용자 이름과 비밀번호로 로그인할 수 있습니다. 링크는 한 번만 사용할 수 있으며, 등록만으로 로그인되지는 않습니다.

## Administration: one user

user-locked-title = 비밀번호 오류 횟수 초과
user-locked-text = 등록된 다른 기기에서는 계속 로그인할 수 있습니다. 새 기기를 사용하려면 기기 등록 링크를 만들거나 차단을 해제하세요.
user-unlock = 로그인 차단 해제
user-codes-locked-title = 코드 오류 횟수 초과
user-codes-locked-text = 이 코드를 입력한 사람은 비밀번호를 알고 있었습니다. 본인이 아니라면 비밀번호 재설정 링크를 만드세요. 비밀번호를 새로 정하면 로그인 코드의 오류 횟수가 초기화됩니다.
user-unlock-codes = 코드 차단 해제
user-about = 계정 정보
user-deleted-on = 계정 삭제일
user-invitation-until = 초대 링크 유효 기한
user-reset-until = 비밀번호 재설정 링크 유효 기한
user-device-link-until = 기기 등록 링크 유효 기한
user-codes-left = 복구 코드 { $count }개 남음
user-id = 사용자 ID
user-rename-text = 계정은 그대로이며 세션, 링크, 활동 기록이 유지됩니다. 사용자 이름으로 사람을 구분하는 앱에서는 다른 사람으로 처리됩니다.
user-rename-rules-hint = access_rules의 권한은 사용자 이름에 적용됩니다. 이 이름을 사용하는 사람이 권한을 갖게 됩니다.
user-rename-rules = 이 사용자 이름에 적용되는 규칙: { $rules }
user-rename = 사용자 이름 변경
user-email-links-hint = 주소를 변경하면 아직 사용하지 않은 링크는 더 이상 사용할 수 없습니다.
user-email-verified = 확인됨
user-signing-in = 로그인
user-row-invitation = 초대
user-row-device-link = 기기 등록 링크
user-row-suspension = 계정 정지
user-row-deletion = 계정 삭제
user-row-suspension-text = 모든 기기에서 로그아웃하고, 관리자가 정지를 해제할 때까지 로그인을 막습니다.
user-row-deletion-text = 계정을 완전히 삭제합니다. 삭제하기 전에 어떤 영향이 있는지 보여 줍니다.
user-row-sessions-text = 모든 기기에서 로그아웃합니다. 비밀번호를 아는 사람은 다시 로그인할 수 있습니다.
user-row-second-factor-text = 사용 중입니다. 해제하면 인증 앱과 모든 복구 코드를 사용할 수 없게 되고, 모든 기기에서 로그아웃됩니다.
user-row-make-admin-text = 관리자는 관리자 페이지의 모든 내용을 보고 변경할 수 있습니다.
user-row-take-role-text = 관리자 권한을 해제하면 관리자 페이지를 이용할 수 없습니다.
user-suspended = 정지된 계정이라 로그인할 수 없습니다.
user-reactivate = 정지 해제
user-no-password = 아직 비밀번호가 설정되지 않았습니다. 새 초대 링크를 만들면 이전 초대 링크는 사용할 수 없습니다.
user-reset-text = 비밀번호 재설정 링크를 만들어 전달하세요. 받은 사람이 새 비밀번호를 설정하면 이 계정은 모든 기기에서 로그아웃됩니다.
user-device-link-text = 기기 등록 링크를 열면 브라우저가 계정에 등록됩니다. 다른 사람의 로그인 시도로 계정이 차단되어도 등록된 브라우저에서는 로그인할 수 있습니다.
user-own-account = 본인 계정입니다. 모든 기기에서 로그아웃하면 현재 세션도 종료됩니다.
user-new-invitation = 새 초대 링크 만들기
user-reset = 비밀번호 재설정 링크 만들기
user-device-link = 기기 등록 링크 만들기
user-send-by-mail = 이메일로 보내기
act-send-link = 링크를 이메일로 보내기
user-sign-out-everywhere = 모든 기기에서 로그아웃
user-end-sessions = { $username } 님을 모든 기기에서 로그아웃
user-remove-second-factor-link = 2단계 인증 해제…
user-suspend-link = 정지
user-role-and-deletion = 역할 및 삭제
user-take-role = 관리자 권한 해제
user-make-admin = { $username } 님에게 관리자 권한 부여
user-delete-link = 삭제…
user-no-sessions = 로그인된 기기가 없습니다.
user-all-events = 이 계정의 전체 활동 기록
user-renamed = 사용자 이름이 변경되었습니다. 이제 새 이름으로 로그인해야 합니다.
user-role-changed = 역할이 변경되었습니다. 다음에 여는 페이지부터 적용됩니다.
user-is-suspended = 계정이 정지되었습니다. 이 사용자는 모든 기기에서 로그아웃되었고, 사용하지 않은 링크는 더 이상 사용할 수 없습니다.
user-is-active = 계정 정지가 해제되었습니다. 이 사용자는 다시 로그인해야 합니다.
user-nothing-changed = 변경된 내용이 없습니다.
user-is-unlocked = 비밀번호 오류 횟수와 코드 오류 횟수가 초기화되었습니다. 다시 시도할 수 있습니다.
user-link-is-mailed = 링크를 이메일로 보내고 있습니다.
user-link-is-filed = 이메일 서버가 설정되어 있지 않아 이메일이 서버의 파일로 저장되었습니다. 아무에게도 전달되지 않습니다.
user-sessions-ended = 이 사용자를 모든 기기에서 로그아웃시켰습니다.
user-session-ended = 이 사용자의 기기 1대를 로그아웃시켰습니다.
user-email-saved = 이메일 주소가 저장되었습니다. 사용하지 않은 링크는 더 이상 사용할 수 없습니다.
user-second-factor-removed = 2단계 인증을 해제하고, 이 사용자를 모든 기기에서 로그아웃시켰습니다.
user-is-deleted = 계정이 삭제되었습니다.

## Administration: questions before something grave is done to an account

ask-delete-no-sign-in = 이 계정으로 더 이상 로그인할 수 없습니다. 되돌릴 수 없습니다.
ask-sessions-end = 이 사용자는 모든 기기에서 즉시 로그아웃되고, 사용하지 않은 링크는 더 이상 사용할 수 없습니다.
ask-delete-removed = 비밀번호와 이메일 주소는 즉시 삭제됩니다. 이 계정이 한 활동은 활동 기록에 남습니다.
ask-delete-name = 이 사용자 이름은 세션 기록이 삭제될 때까지 약 한 달 동안 다시 사용할 수 없습니다.
ask-delete-own = 본인 계정입니다. 즉시 로그아웃됩니다.
ask-delete-title = { $username } 님을 삭제할까요?
ask-delete-submit = 계정 삭제
ask-suspend-no-sign-in = 관리자가 정지를 해제할 때까지 이 계정으로 로그인할 수 없습니다.
ask-suspend-own = 본인 계정입니다. 다른 관리자만 정지를 해제할 수 있습니다.
ask-suspend-title = { $username } 님을 정지할까요?
ask-suspend-submit = 계정 정지
ask-make-admin-text = 다음에 여는 페이지부터 관리 메뉴의 모든 내용을 보고 변경할 수 있습니다.
ask-make-admin-title = { $username } 님에게 관리자 권한을 부여할까요?
ask-take-role-own = 본인 계정입니다. 권한을 해제하면 즉시 관리자 페이지를 이용할 수 없게 됩니다.
ask-take-role-back = 다른 관리자만 권한을 다시 부여할 수 있습니다.
ask-take-role-text = 권한을 해제하면 즉시 관리자 페이지를 이용할 수 없게 됩니다.
ask-take-role-title = { $username } 님의 관리자 권한을 해제할까요?
ask-take-role-submit = 관리자 권한 해제
second-factor-removal-title = { $username } 님의 2단계 인증을 해제할까요?
second-factor-removal-text = 인증 앱과 복구 코드를 모두 잃어버린 사람이고 본인이 확실할 때만 해제하세요. 직접 만나거나 전부터 알고 있던 번호로 전화해 확인하세요. 이메일이나 메시지로는 충분하지 않습니다.
second-factor-removal-ends = 인증 앱과 모든 복구 코드를 즉시 사용할 수 없게 되고, 모든 기기에서 로그아웃됩니다.
second-factor-removal-password-only = 다른 인증 앱을 설정할 때까지 비밀번호만으로 로그인할 수 있습니다.
second-factor-removal-check = 본인인지 어떻게 확인했나요?
second-factor-removal-check-hint = 활동 기록에 남고, 해당 사용자도 볼 수 있습니다. 예: 직원 명부의 번호로 전화해 확인
second-factor-removal-submit = 2단계 인증 해제
ask-end-sessions-text = 이 사용자는 모든 기기에서 즉시 로그아웃됩니다. 비밀번호를 아는 사람은 다시 로그인할 수 있습니다.
ask-end-sessions-title = { $username } 님을 모든 기기에서 로그아웃시킬까요?

## The pages of a list

pager-title = 페이지
pager-first = 첫 페이지
pager-previous = 이전 페이지
pager-next = 다음 페이지
pager-last = 마지막 페이지

## The description of the API

api-reference-title = API 문서
api-reference-text = 개발자를 위한 문서입니다. 이 페이지는 프로그램이 읽는 다음 파일과 같은 내용이며 영어로 제공됩니다:

## Answers of the API

api-bulk-none = 조건에 맞는 활성 세션이 없어 아무것도 시작하지 않았습니다
api-bulk-more = 조건에 맞는 세션이 예상보다 많아 아무것도 시작하지 않았습니다. 개수를 다시 확인해 주세요
api-cursor = 이 검색의 응답에서 받은 커서가 아닙니다. 커서 없이 다시 시작해 주세요
api-token-needed = 액세스 토큰이 필요합니다. Authorization 헤더로 보내 주세요
api-token-expired = 토큰이 만료되었습니다
api-token-invalid = 유효하지 않은 토큰입니다
api-token-one = 액세스 토큰은 Authorization 헤더 하나에 하나만 보내 주세요
api-admin-only = 관리자만 이용할 수 있습니다
api-password-old = 비밀번호를 입력한 지 오래되었습니다. 다시 로그인해 주세요
api-password-just-now = 최근 2분 이내에 비밀번호를 입력해야 할 수 있는 작업입니다. 다시 로그인해 주세요
api-session-over = 세션이 종료되었습니다. 다시 로그인해 주세요
api-code-needed = 2단계 인증을 사용하는 계정입니다. 인증 코드가 필요합니다
api-code-wrong = 인증 코드가 올바르지 않습니다. 코드는 약 1분 동안 한 번만 사용할 수 있습니다
api-code-used = 이미 사용한 코드입니다. 코드마다 한 번만 사용할 수 있습니다
api-code-impossible = 코드 형식이 올바르지 않습니다. 인증 앱의 여섯 자리 숫자 또는 복구 코드를 보내 주세요
api-code-unreadable = 인증 앱의 코드를 더 이상 확인할 수 없습니다. 복구 코드를 사용해 주세요
api-second-factor-demanded = 이 계정은 먼저 2단계 인증을 설정해야 합니다. 브라우저에서 로그인해 주세요
api-codes-paused = 인증 코드를 여러 번 잘못 입력했습니다. 복구 코드를 보내 주세요
api-recovery-codes-paused = 복구 코드를 여러 번 잘못 입력했습니다. 인증 앱의 코드를 보내 주세요
api-all-codes-paused = 코드를 여러 번 잘못 입력했습니다. 나중에 다시 시도하거나 이전 로그인의 device_token을 보내 주세요
api-codes-closed = 코드를 여러 번 잘못 입력했습니다. 이전 로그인의 device_token을 보내거나 관리자에게 코드 차단 해제를 요청해 주세요
api-tries-closed = 시도 횟수를 초과했습니다. 이전 로그인에서 받은 device_token을 함께 보내거나 관리자에게 로그인 차단 해제를 요청해 주세요
api-too-many-tries = 시도 횟수를 초과했습니다. Retry-After에 표시된 시간만큼 기다리거나, 이전 로그인에서 받은 device_token을 함께 보내거나, 관리자에게 문의해 주세요
api-too-many-changes = 변경 요청이 너무 많습니다. Retry-After에 표시된 시간만큼 기다려 주세요
api-not-found = 요청한 주소를 찾을 수 없습니다
api-method = 이 주소는 해당 메서드를 지원하지 않습니다
api-bad-request = 요청 형식이 문서와 다릅니다
api-media-type = 본문은 application/json이어야 합니다
api-too-large = 본문이 너무 큽니다
api-too-slow = 본문 전송이 너무 느립니다
api-past-proxy = 이 포트에는 프록시만 연결할 수 있습니다
api-busy = 처리할 요청이 너무 많습니다. 몇 초 후 다시 시도해 주세요
api-unavailable = 지금은 이용할 수 없습니다. 몇 초 후 다시 시도해 주세요
api-internal = 서버 오류가 발생했으며 내용이 기록되었습니다
api-tokens-symmetric = 토큰이 HS256으로 서명되어 다른 곳에서 확인할 수 없습니다

## Mail

mail-greeting = { $username } 님, 안녕하세요.
mail-link-until = 링크는 한 번만 쓸 수 있으며 { $time }까지 유효합니다.
mail-message = 전하는 메시지:
mail-message-from = { $sender } 님의 메시지:
mail-test-subject = { $site } 테스트 이메일
mail-test-text = { $site }에서 보낸 이메일이 도착하는지 확인하는 이메일입니다. 잘 도착했습니다.
mail-invitation-subject = { $site } 초대
mail-invitation-text = { $site }에 초대되었습니다. 사용자 이름은 { $username }입니다. 비밀번호를 정하면 처음으로 로그인할 수 있습니다.
mail-invitation-text-by = { $sender } 님이 { $site }에 초대했습니다. 사용자 이름은 { $username }입니다. 비밀번호를 정하면 처음으로 로그인할 수 있습니다.
mail-invitation-button = 비밀번호 정하기
mail-invitation-unasked = 무슨 일인지 모르겠다면 이 이메일을 무시하세요. 비밀번호가 없으면 아무도 이 계정을 쓸 수 없습니다.
mail-reset-subject = { $site } 새 비밀번호 정하기
mail-reset-text = 이 링크에서 { $site } 계정 { $username }의 새 비밀번호를 정할 수 있습니다. 그때까지는 지금 비밀번호를 그대로 쓸 수 있습니다.
mail-reset-text-by = { $site } 계정 { $username }의 새 비밀번호를 정할 수 있도록 { $sender } 님이 이 링크를 보냈습니다. 그때까지는 지금 비밀번호를 그대로 쓸 수 있습니다.
mail-reset-button = 새 비밀번호 정하기
mail-reset-unasked = 요청한 적이 없다면 이 이메일을 무시하세요. 링크를 쓰기 전에는 아무것도 바뀌지 않습니다. 링크를 다른 사람에게 넘기지 마세요.
mail-device-subject = { $site } 다시 로그인하기
mail-device-text = 누군가(본인일 수도 있습니다) { $site } 계정 { $username }에 새 브라우저로 로그인할 수 있는 링크를 요청했습니다. 로그인하려는 브라우저에서 이 링크를 여세요. 다른 사람이 무엇을 시도했든 그 브라우저에서는 비밀번호로 바로 로그인할 수 있습니다.
mail-device-text-by = { $sender } 님이 { $site } 계정 { $username }을 위해 이 링크를 보냈습니다. 로그인하려는 브라우저에서 여세요. 다른 사람이 무엇을 시도했든 그 브라우저에서는 비밀번호로 바로 로그인할 수 있습니다.
mail-device-button = 이 브라우저 허용하기
mail-device-unasked = 이 링크만으로는 아무도 로그인되지 않습니다. 필요 없으면 이 이메일을 무시하세요.

## Links by mail that people ask for

link-request-reset-title = 비밀번호를 잊으셨나요?
link-request-reset-text = 사용자 이름이나 계정의 이메일 주소를 입력하세요. 새 비밀번호를 정할 수 있는 링크를 보내 드립니다.
link-request-reset-submit = 링크 받기
link-request-device-title = 이 브라우저에서 로그인 허용
link-request-device-text = 사용자 이름이나 계정의 이메일 주소를 입력하세요. 기기 등록 링크를 보내 드립니다. 이 브라우저에서 링크를 열면 다른 사람이 무엇을 시도했든 바로 로그인할 수 있습니다.
link-request-device-submit = 기기 등록 링크 받기
link-request-name = 사용자 이름 또는 이메일 주소
link-request-missing = 사용자 이름이나 이메일 주소를 입력하세요.
link-request-no-mail = 이 사이트는 이메일을 보내지 않습니다.
link-request-nothing-came = 아무것도 오지 않았나요?
link-requested = 해당하는 계정이 있으면 이메일을 보내 드립니다.
link-requested-text = 링크는 한 시간 동안 쓸 수 있습니다. 본인이 이메일을 받을 수 있음이 확인된 계정의 이메일 주소로 보냅니다. 이런 이메일은 한 시간에 세 통까지 보내며, 각 이메일의 링크는 모두 쓸 수 있습니다. 스팸함도 확인해 보세요.
