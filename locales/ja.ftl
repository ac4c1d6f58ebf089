### Japanese.

## The language itself

# What the language is called in the language itself.
language-name = 日本語
# What stands between groups of three digits.
language-digit-separator = ,

## Words that several pages share

cancel = キャンセル
save = 保存
search = 検索
clear = クリア
show = 表示
state = 状態
status = 状態
number = セッションID
time-when = 日時
event-what = 内容
event-by = 実行者
look-further = 続きを検索
back-to-list = 一覧に戻る
errors-title = { $count }件の入力内容を確認してください
# Before the title of a page that says what went wrong.
title-error = エラー：
times-in-zone = 日時は{ $zone }で表示しています。
nothing-set = なし
never = まだありません
username = ユーザー名
email-address = メールアドレス
email = メール
password = パスワード
password-change = パスワードを変更
password-new = 新しいパスワード
password-new-again = パスワード（確認用）
password-hint = { $count }文字以上で入力してください。互いに関係のない単語を4～5個つなげるのがおすすめです。スペースも使用できます。
password-current = 現在のパスワード
user = ユーザー
role = 権限
role-admin = 管理者
role-user = ユーザー
account = アカウント
account-since = アカウント作成日時
account-last-signed-in = 最終ログイン
device = デバイス
device-name = デバイス名
network-address = IPアドレス
session-signed-in = ログイン日時
session-last-seen = 最終アクセス
session-ends-at-latest = 有効期限
session-this = このデバイス
session-kept-signed-in = ログイン状態を保持
session-kept-signed-in-label = ログイン状態の保持
session-end = ログアウト
sessions-show-own = デバイスを管理
sessions = ログイン中のデバイス
users = ユーザー
recent-activity = 最近のアクティビティ
activity = アクティビティ
activity-all = すべてのアクティビティを表示
second-factor = 2段階認証
code = 確認コード
code-hint-app = 認証アプリに表示される6桁の数字です。
key = キー
key-algorithm = アルゴリズム
sign-in = ログイン
sign-out = ログアウト
not-signed-in-title = ログインしていません
own-account = マイアカウント

## The frame of every page

frame-skip-to-content = 本文へスキップ
frame-signed-in-as = ログイン中：
frame-administration = 管理
role-admin-badge = 管理者
site-help = ヘルプ
site-privacy = プライバシー
site-imprint = 運営者情報
frame-home = ホーム
frame-appearance = 表示モード
frame-appearance-automatic = 自動
frame-appearance-light = ライト
frame-appearance-dark = ダーク
frame-breadcrumbs = 現在の位置

## The frame of the pages of administrators

admin-overview = 概要
admin-sessions = セッション
admin-session-end = セッションを終了
admin-session-this = 自分のセッション
admin-events = 監査ログ
admin-keys = 署名キー
admin-settings = 設定

## Signing in

login-keep-signed-in = ログイン状態を保持する
login-keep-signed-in-hint = 自分専用のデバイスでのみ選択してください。
login-leads-to = ログイン後の移動先：{ $app }
login-forgotten = パスワードをお忘れの場合
login-forgotten-ask = 招待してくれた人か管理者にお問い合わせください。
login-forgotten-help = ヘルプを見る
login-reset-link = リンクをメールで受け取る
login-device-link = デバイス登録リンクをメールで受け取る
login-browser-known = このブラウザはアカウントに登録されています。第三者がログインを試みている間も、このブラウザからはログインできます。ユーザー名とパスワードでログインしてください。デバイス登録リンクは1回のみ使用できます。
login-signed-out = このブラウザではログアウトしています。他のデバイスのログイン状態は変わりません。
login-begin-again = 時間がかかりすぎた場合や、途中でアカウントが変更された場合、ログインは完了できません。パスワードの入力からやり直してください。
login-return-too-long = URLが長すぎるページには、ログイン後に自動で戻ることができません。そのようなページから来た場合は、ログインしてから開き直してください。
login-refused = ユーザー名またはパスワードが正しくありません。確認して、もう一度お試しください。パスワードの大文字と小文字は区別されます。
api-login-refused = ユーザー名またはパスワードが正しくありません
login-cancel = キャンセルしてやり直す

## The second step of signing in

second-step-title = 確認コードを入力
second-step-text = パスワードを確認しました。認証アプリを開き、このサイトの欄に表示されている6桁の数字を入力してください。
second-step-text-after-choice = 新しいパスワードを保存しました。認証アプリを開き、このサイトの欄に表示されている6桁の数字を入力してください。
second-step-without-phone = バックアップコードを使用
second-step-recovery-code = バックアップコード
second-step-recovery-code-hint = 2段階認証の設定時に保管したコードを1つ入力してください。各コードは1回のみ使用できます。
second-step-recovery-code-submit = バックアップコードでログイン
second-step-lost-both = バックアップコードも使用できませんか？
second-step-lost-both-ask = 管理者に2段階認証の解除を依頼してください。
second-step-required = パスワードを確認しました。このサイトでは、パスワードが漏えいしても不正にログインされないように、2段階認証が必要です。
second-step-required-after-choice = パスワードを保存しました。このサイトでは、パスワードが漏えいしても不正にログインされないように、2段階認証が必要です。
second-step-show-key = 続ける
code-needed = このアカウントでは2段階認証を使用しています。確認コードも入力してください。
code-impossible = 確認コードの形式が正しくありません。アプリに表示される6桁の数字、または10文字の英数字のバックアップコードを入力してください。
code-wrong = 確認コードが正しくありません。コードは1分ほどで切り替わり、1回のみ使用できます。次のコードが表示されてから入力してください。
recovery-code-wrong = バックアップコードが正しくありません。1文字ずつ確認して、もう一度入力してください。
code-used = この確認コードは使用済みです。アプリに次のコードが表示されてから入力してください。
recovery-code-used = このバックアップコードは使用済みです。各コードは1回のみ使用できます。別のコードを入力してください。
code-unreadable = 認証アプリの確認コードを照合できなくなりました。バックアップコードを使用するか、管理者にお問い合わせください。
code-too-many = 確認コードの間違いが続いたため、一時的に入力できません。{ $minutes }分後にもう一度お試しください。
code-too-many-closed = 確認コードの間違いが続いたため、入力できなくなりました。管理者に、コードの入力の許可を依頼してください。
recovery-code-too-many = バックアップコードの間違いが続いたため、一時的に入力できません。{ $minutes }分後にもう一度お試しください。
recovery-code-too-many-closed = バックアップコードの間違いが続いたため、入力できなくなりました。管理者に、コードの入力の許可を依頼してください。
recovery-code-still-works = バックアップコードは引き続き使用できます。
code-still-works = 認証アプリの確認コードは引き続き使用できます。
throttled-seconds = 試行回数が上限に達しました。{ $seconds }秒後にもう一度お試しください。
throttled-minutes = 試行回数が上限に達しました。{ $minutes }分後にもう一度お試しください。
throttled-closed = 新しいブラウザからの試行回数が上限に達しました。管理者に、ログインの許可を依頼してください。
throttled-ways-in = 以前ログインしたことのある別のブラウザからは、待たずにログインできます。または、管理者にデバイス登録リンクの発行を依頼して、このブラウザをアカウントに登録してください。
throttled-in-session = パスワードが確かな場合は、一度ログアウトしてログインし直すと、待たずに続けられます。

## The first account

setup-title = 初期設定
setup-heading = 管理者アカウントを作成
setup-text = 作成するとすぐにログインされ、他の人を招待できるようになります。
setup-submit = アカウントを作成
setup-closed-title = この初期設定リンクは使用できません
setup-closed-over = すでにアカウントがあるため、初期設定リンクは使用できなくなりました。
setup-closed-text = リンクが途中で切れているか、発行から1日以上経過しています。Doorwardを再起動すると、新しいリンクが表示されます。
not-set-up-heading = ようこそ。最初に1つだけ
not-set-up-text = アカウントがまだないため、ログインできません。初期設定リンクを開いて、管理者アカウントを作成してください。1分もかかりません。
not-set-up-where = リンクはDoorwardの起動時に表示されています。Doorwardを実行しているターミナル、またはサービスやコンテナの出力を確認してください。
not-set-up-new = リンクの有効期限は1日です。見つからない場合や期限が切れた場合は、Doorwardを停止し、「doorward serve」で再起動してください。新しいリンクが表示されます。

## Links by which people choose a password or make a browser known

account-link-title = パスワードを設定
account-link-invited = { $site }に招待されています。ログインに使用するパスワードを設定してください。
account-link-invited-by = { $inviter }さんが{ $site }に招待しています。ログインに使用するパスワードを設定してください。
account-link-reset = アカウント「{ $username }」の新しいパスワードを設定してください。設定すると、ログイン中のすべてのデバイスからログアウトされます。
account-link-submit = パスワードを保存して続ける
account-link-until = このリンクは{ $time }まで、1回のみ使用できます。
account-link-replaces = このブラウザでは{ $username }さんがログインしています。続けると、{ $username }さんはこのブラウザからログアウトされます。
account-link-closed-title = このリンクは使用できません
account-link-closed-invitation = 招待リンクは、発行から7日以内に1回のみ使用できます。新しい招待が発行されると、以前のリンクは使用できません。すでにパスワードを設定した場合は、ログインしてください。
account-link-closed-reset = パスワード再設定リンクは、発行から1時間以内に1回のみ使用できます。新しいリンクが発行されると、以前のリンクは使用できません。すでにパスワードを設定した場合は、ログインしてください。
account-link-closed-device = デバイス登録リンクは、発行から1時間以内に1回のみ使用できます。新しいリンクが発行されると、以前のリンクは使用できません。すでにこのブラウザで開いた場合は、ログインしてください。
help-new-link = 新しいリンクが必要な場合
help-ask-sender = リンクを送った人か管理者に依頼してください。
device-link-title = このブラウザを登録
device-link-text = お使いのブラウザをアカウント「{ $username }」に登録します。登録すると、第三者がこのアカウントのパスワードを試している間も、このブラウザからログインできます。登録だけではログインされません。ログインには通常どおりユーザー名とパスワードが必要です。
device-link-hint = 自分専用のデバイスでのみ登録してください。リンクは1回のみ使用できます。

## The start page

home-hello = { $username }さん、こんにちは
home-account-ready = アカウントの準備が完了し、ログインしました。リンクは使用できなくなりました。
home-password-chosen = 新しいパスワードを保存しました。それまでログインしていたすべてのデバイスからログアウトしました。
next-steps = 次のステップ
next-step-second-factor = アカウントを保護する
next-step-second-factor-text = 認証アプリを使用すると、パスワードが漏えいしても不正にログインされません。
next-step-second-factor-link = 2段階認証を設定
next-step-invite = 他の人を招待する
next-step-invite-text = リンクを送ると、受け取った人が自分でパスワードを設定できます。
next-step-invite-link = ユーザーを招待
next-step-admin = 2人目の管理者を追加する
next-step-admin-text = ログインできなくなっても、もう1人の管理者が対応できます。1人だけの場合は、コマンドラインでしか復旧できません。
next-step-admin-link = 管理者を選ぶ
next-step-https = httpsのアドレスを使用する
next-step-https-text = httpでは、通信中のパスワードを第三者に読み取られるおそれがあります。証明書を設定したプロキシを前段に置き、public_urlにそのアドレスを設定してください。
next-step-https-link = 設定を見る
home-ended-by-admin = 管理者による操作
home-other-sessions = 他のデバイス
home-no-others = 他のデバイスではログインしていません。
home-others = 他に{ $count }台のデバイスでログインしています。
home-not-you = 心当たりのない操作がある場合は、パスワードを変更してください。他のデバイスからはすべてログアウトされます。

## 日時の表現

time-now = たった今
time-minutes-ago = { $count }分前
time-in-minutes = { $count }分後
time-today = 今日 { $time }
time-yesterday = 昨日 { $time }
time-tomorrow = 明日 { $time }
time-days-ago = { $count }日前 { $time }
time-in-days = { $count }日後 { $time }
time-date = { $year }年{ $month }月{ $day }日

## タイムゾーンの選択

time-zone = タイムゾーン
time-zone-change = タイムゾーンを変更
time-zone-text = ログインするすべてのデバイスで、日時がこのタイムゾーンで表示されます。
time-zone-label = 表示するタイムゾーン
time-zone-now = { $zone }の現在の時刻は{ $time }です。
time-zone-site = サイトの設定（{ $zone }）
time-zone-saved = 日時は現在{ $zone }で表示されます。
time-zone-africa = アフリカ
time-zone-america = アメリカ
time-zone-antarctica = 南極
time-zone-arctic = 北極
time-zone-asia = アジア
time-zone-atlantic = 大西洋
time-zone-australia = オーストラリア
time-zone-europe = ヨーロッパ
time-zone-indian = インド洋
time-zone-pacific = 太平洋

## 自分の最近のアクティビティ

activity-new = 新着
activity-news = 前回のアクセス（{ $date }）以降の新しい項目が{ $count }件あります。このセッションで行われた操作ではありません。心当たりがあるかご確認ください。
activity-you-signed-out = { $device }をログアウトしました
activity-you-signed-out-from = { $from }から{ $device }をログアウトしました
activity-signed-out = ログアウトされたデバイス：{ $device }
activity-text = ご自分のアカウントに関する記録を、新しい順にすべて表示しています。ご自分で行った操作と、アカウントに対して行われた操作が含まれます。管理者など他の人による操作については、その旨のみを表示し、操作した人やアクセス元は表示しません。パスワードやコードが誤っていた試行は、誰によるものか分からないため、アドレスとデバイスを表示します。
activity-kept-for = 記録は{ $period }間保存されます。
activity-others = 管理者として他のアカウントに行った操作は、ここには表示されません。
activity-others-link = 管理者としての操作を表示
activity-all-devices = すべてのデバイス
activity-this-device = { $device }（このデバイス）
activity-details = 詳細
activity-export-hint = 条件に一致するすべての項目を、古い順に出力します。日時はUTCです。エクスポートしたことも、この一覧に表示されます。

## The page of one's account

account-guessed-title = 誰かがパスワードを推測しようとしています
account-guessed-text = 心当たりがない場合でも、ログインしたことのある他のデバイスからは通常どおりログインできます。新しいデバイスでログインするには、管理者にデバイス登録リンクの発行を依頼してください。登録済みのデバイスやログイン中のセッションから推測されていた場合は、他のデバイスからすべてログアウトして、パスワードを変更してください。
account-codes-guessed-title = 誰かがこのアカウントで誤ったコードを入力しています
account-codes-guessed-text = 心当たりがない場合は、パスワードを他人に知られています。今すぐパスワードを変更し、他のデバイスからログアウトしてください。新しいパスワードを設定すると、ログイン時のコードの間違いの記録は消去されます。ご自身で入力した場合は、次に試行できる時刻まで待つか、もう一方の種類のコードを使用してください。コードをこれ以上試行できない場合は、管理者に連絡してください。
account-session-since = このデバイスでのログイン日時
account-password-hint = 変更すると、他のデバイスからはすべてログアウトされます。
account-second-factor-on = オン：ログイン時に、パスワードと認証アプリの確認コードが必要です。
second-factor-change = 2段階認証を管理
account-second-factor-off = オフ：パスワードを知られると、他の人にログインされるおそれがあります。スマートフォンの認証アプリを使うと、これを防げます。
second-factor-set-up = 2段階認証を設定
account-sessions-hint = ログイン中のデバイスを確認し、使用していないものからログアウトできます。
account-activity-hint = アカウントで行われたすべての操作を確認し、エクスポートできます。

## One's password

password-changed = パスワードを変更しました。他のデバイスからはすべてログアウトしました。
password-changed-signed-out = ログアウトしたデバイス：
password-change-hint = このデバイスではログインしたままです。他のデバイスからはすぐにログアウトされます。
password-not-current = 現在のパスワードが正しくありません。もう一度入力してください。
password-already-yours = 現在使用しているパスワードです。別のパスワードを入力してください。
passwords-differ = パスワードが一致しません。同じパスワードを2回入力してください。
password-too-long = パスワードが長すぎます。256文字以内で入力してください。
password-too-short = パスワードが短すぎます。{ $count }文字以上で入力してください。
password-common = 推測されやすいパスワードです。攻撃でよく試されるパスワードや単語でできています。互いに関係のない単語を組み合わせてください。
password-context = 推測されやすいパスワードです。サイト名、ユーザー名、またはloginやadminなどの単語でできています。これらを含めずに入力してください。
password-repeats = 推測されやすいパスワードです。同じ文字列が繰り返されています。異なる単語を組み合わせてください。
password-sequence = 推測されやすいパスワードです。キーボードの並びや連続した文字・数字でできています。互いに関係のない単語を組み合わせてください。
password-date = 推測されやすいパスワードです。ほとんどが日付や年でできています。互いに関係のない単語を組み合わせてください。

## One's sessions

own-sessions-text = ログイン中のデバイスです。自分のものでないデバイスがある場合は、そのデバイスからログアウトして、パスワードを変更してください。
own-sessions-sign-out-here = このデバイスからログアウト
own-sessions-elsewhere-hint = 他のデバイスからすべてログアウトしても、このデバイスではログインしたままです。パスワードの入力が必要になることがあります。
sessions-end-others = 他のデバイスからすべてログアウト
own-sessions-limit = 同時に{ $count }台のデバイスまでログインできます。上限を超えてログインすると、最も長く使用されていないデバイスからログアウトされます。
own-sessions-name-device = 名前を変更
own-sessions-signed-out-elsewhere = 他のすべてのデバイスからログアウトしました。
own-sessions-signed-out = 「{ $device }」からログアウトしました。
own-sessions-name-saved = 名前を保存しました：{ $device }
own-sessions-name-removed = 名前を削除しました：{ $device }

## One's second factor

two-factor-turned-off = 2段階認証をオフにしました。認証アプリの確認コードとバックアップコードは使用できなくなりました。他のデバイスからはすべてログアウトしました。
two-factor-key-gone = 表示されていたキーは無効になりました。もう一度最初から設定してください。
two-factor-app = 認証アプリ
second-factor-since = オン（{ $date }から）
two-factor-recovery-codes = バックアップコード
two-factor-codes-left = 残り{ $count }個
two-factor-codes-few = バックアップコードの残りがわずかです。必要になる前に、新しいコードを作成してください。
two-factor-acts-hint = いずれの操作にもパスワードと確認コードが必要です。操作すると、他のデバイスからはすべてログアウトされます。
two-factor-new-codes = 新しいバックアップコードを作成
two-factor-another-app = 認証アプリを変更
two-factor-turn-off = 2段階認証をオフにする
two-factor-new-phone = スマートフォンを機種変更するときは、「認証アプリを変更」から新しい端末の認証アプリを登録してください。新しいアプリの確認コードを正しく入力するまでは、以前のアプリを使用できます。
two-factor-demanded = このサイトでは2段階認証が必須のため、オフにできません。
two-factor-why = 2段階認証を設定すると、ログイン時にパスワードと認証アプリの6桁の数字が必要になります。パスワードが漏えいしても、それだけではログインされません。
two-factor-app-needed = スマートフォンなどに認証アプリが必要です。6桁の確認コードを表示するアプリであれば、どれでも使用できます。
two-factor-set-up = 設定する
two-factor-phishing = 2段階認証では、このページに似せた偽サイトの被害は防げません。確認コードを入力する前に、URLを確認してください。
enrolment-title = 認証アプリを設定
enrolment-scan = 認証アプリでQRコードをスキャンしてください。スキャンできない場合は、アプリにキーを入力するか、このデバイスのアプリで開いてください。
enrolment-qr-alt = 下記のキーのQRコード
enrolment-open-app = このデバイスのアプリで開く
enrolment-code = アプリに表示されている確認コード
enrolment-submit = オンにする
enrolment-hint = 正しい確認コードを入力するまで、設定は変更されません。キーはこのページにのみ表示され、15分間有効です。
enrolment-code-wrong = 確認コードが正しくありません。アプリに表示されている最新のコードを入力してください。繰り返し失敗する場合は、スマートフォンの時刻を自動設定にしてください。
recovery-codes-title = バックアップコードを保存してください
recovery-codes-enabled = 2段階認証をオンにしました。今後はログイン時に認証アプリの確認コードが必要です。他のデバイスからはすべてログアウトしました。
recovery-codes-replaced = 新しいバックアップコードを作成しました。以前のコードは使用できません。他のデバイスからはすべてログアウトしました。
recovery-codes-text = 認証アプリを使用できなくなったときは、パスワードとこのコードのいずれか1つでログインできます。各コードは1回のみ使用できます。保存または印刷して、スマートフォンとは別の場所に保管してください。
recovery-codes-once = コードが表示されるのは今回のみです。
recovery-codes-kept = 保存しました
recovery-codes-save = ダウンロード

## The password asked for once more

confirm-title = 本人確認
confirm-each-time = この操作では、毎回パスワードを確認します。
confirm-text = 前回のパスワード入力から時間が経過しています。
confirm-go-on = 続ける
confirm-for = 続けるには、パスワードを入力してください：{ $act }

## Signing out

logout-title = ログアウトしますか？
logout-text = 「{ $username }」でログインしています。このブラウザからログアウトします。他のデバイスではログインしたままです。
logout-nothing = このブラウザではログインしていません。

## Between an app and the desk

circle-title = リダイレクトが繰り返されています
circle-text = ログインしていますが、アプリ側でまだ確認できていないため、このページに戻されています。数秒待ってから、もう一度アプリに進んでください。
circle-again = 再びこのページに戻る場合は、サイトの運営者にお知らせください。Cookieがアプリに届いていないか、アプリで受け付けられていない可能性があります。
app-go-on = アプリに進む
too-long-title = ページを開き直してください
too-long-text = ログインしましたが、元のページのURLが長すぎるため、自動で戻ることができません。元のページを開き直してください。
too-long-app = アプリのトップページへ
too-long-start = トップページへ
forward-auth-sign-in = アプリには何も送信されていません。先にログインしてください。
forward-auth-signed-out = ログインしていないか、ログアウトされています。ログインしてから、前のページに戻ってもう一度送信してください。
forward-auth-form-not-sent = フォームは送信されませんでした
forward-auth-forbidden-title = アクセス権がありません
forward-auth-forbidden-text = 「{ $username }」でログインしていますが、このアカウントでは利用できません。管理者にアクセス権を依頼するか、ログアウトして別のアカウントでログインしてください。
forward-auth-no-rule = このURLは、サイトの設定でアクセスが許可されていないか、2通りに解釈できる形式になっています。URLを確認するか、サイトの運営者にお知らせください。
forward-auth-no-rule-title = このURLにはアクセスできません
forward-auth-unreliable = プロキシから届いた情報を信頼できないため、処理を中止しました。サイトの運営者にお知らせください。詳細はログに記録されています。

## Problems

problem-number = リクエストID：
problem-to-start = トップページへ
help-goes-on = 問題が続く場合
help-tell-operator = サイトの運営者にお知らせください。
problem-not-found-title = ページが見つかりません
problem-method-title = このURLではその操作を行えません
problem-foreign-form-title = フォームの送信元を確認できません
problem-past-proxy-title = このURLからはアクセスできません
problem-bad-request-title = リクエストを処理できません
problem-media-type-title = フォーム以外は送信できません
problem-too-large-title = 送信内容が大きすぎます
problem-too-slow-title = 送信に時間がかかりすぎました
problem-forbidden-title = 管理者専用のページです
problem-signed-out-title = ログアウトされました
problem-too-many-changes-title = 変更の回数が上限に達しました
problem-busy-title = アクセスが集中しています
problem-unavailable-title = 一時的に利用できません
problem-internal-title = エラーが発生しました
problem-not-found-text = URLが間違っているか、ページが削除された可能性があります。前のページに戻るか、トップページからやり直してください。
problem-method-text = URLは存在しますが、この操作には対応していません。前のページに戻り、フォームから操作してください。
problem-foreign-form-text = 変更は行われていません。トップページを開いて、もう一度お試しください。それでも解決しない場合は、アクセスに使用したURLが設定のpublic_urlと異なっている可能性があります。サイトの運営者にお知らせください。
problem-past-proxy-text = このポートにはプロキシ以外から接続できません。このサイトの通常のURLからアクセスしてください。
problem-bad-request-text = 変更は行われていません。前のページに戻り、再読み込みしてから、もう一度お試しください。
problem-media-type-text = 変更は行われていません。前のページに戻り、フォームから操作してください。
problem-too-large-text = 変更は行われていません。前のページに戻り、内容を減らして送信してください。
problem-too-slow-text = フォームの送信中に通信が途切れました。変更は行われていません。前のページに戻り、もう一度送信してください。
problem-forbidden-text = ログインしていますが、このページを表示できるのは管理者のみです。必要な場合は、管理者にお問い合わせください。
problem-signed-out-text = フォームの内容は保存されていません。ログインし直してから、もう一度送信してください。
problem-signed-out-text-typed = フォームの内容は保存されていません。ログインし直してから、もう一度送信してください。入力した内容は次のとおりです。
problem-too-many-changes-text = 短時間に変更が繰り返されたため、変更は行われていません。数秒待ってから前のページに戻り、もう一度送信してください。
problem-too-many-changes-text-typed = 短時間に変更が繰り返されたため、変更は行われていません。数秒待ってから前のページに戻り、もう一度送信してください。入力した内容は次のとおりです。
problem-busy-text = 変更は行われていません。数秒待ってから、もう一度お試しください。
problem-unavailable-text = 変更は行われていません。ログイン中の場合は、ログインしたままです。数秒待ってから、もう一度お試しください。
problem-internal-text = サイト側で問題が発生し、記録されました。もう一度お試しください。解決しない場合は、下記のリクエストIDをサイトの運営者にお知らせください。

## Why a session is over

session-ended-idle = しばらく操作がなかったため、ログアウトされました。続けるには、もう一度ログインしてください。
session-ended-time-up = ログイン状態を保持できる期間が終わったため、ログアウトされました。続けるには、もう一度ログインしてください。
session-ended-unknown = ログインの記録が見つかりません。続けるには、もう一度ログインしてください。
session-ended-suspended = このアカウントは停止されています。管理者にお問い合わせください。
session-ended-signed-out = このブラウザからログアウトしました。
session-ended-elsewhere = 別のデバイスからの操作により、ログアウトされました。このデバイスで続けるには、もう一度ログインしてください。
session-ended-password = 別のデバイスでパスワードが変更されました。新しいパスワードでログインしてください。心当たりがない場合は、すぐに管理者にご連絡ください。
session-ended-reused = 安全のため、ログアウトしました。古いセッションキーが使用されたため、他の人に不正に利用されている可能性があります。もう一度ログインしてから、パスワードを変更してください。
session-ended-limit = ログイン中のデバイスが上限を超えたため、最も長く使用されていなかったこのデバイスからログアウトされました。続けるには、もう一度ログインしてください。
session-ended-reset = このアカウントに新しいパスワードが設定されました。新しいパスワードでログインしてください。心当たりがない場合は、すぐに管理者にご連絡ください。
session-ended-deleted = このアカウントは削除されました。心当たりがない場合は、管理者にお問い合わせください。
session-ended-restored = このサイトがバックアップから復元されたため、全員がログアウトされました。もう一度ログインしてください。
session-ended-second-factor = このアカウントの2段階認証が設定、変更、または解除されました。もう一度ログインしてください。心当たりがない場合は、すぐに管理者にご連絡ください。
session-ended-second-factor-demanded = このアカウントでは2段階認証が必要になりました。ログインすると、設定手順が表示されます。
session-ended-admin = 管理者の操作により、ログアウトされました。続けるには、もう一度ログインしてください。

## Text that cannot be read as what it is meant to be

unreadable-session-id = セッションIDの形式が正しくありません。32桁のIDを入力してください。
unreadable-network = IPアドレスの形式が正しくありません。192.0.2.7や2001:db8::1などのアドレス、または192.0.2.0/24などのネットワークを入力してください。
unreadable-event-kind = この種類のイベントはありません。一覧から選択してください。
unreadable-user = ユーザー名の形式が正しくありません。ユーザー名全体またはIDを入力してください。
unreadable-address = IPアドレスの形式が正しくありません。192.0.2.7のようにアドレス全体を入力するか、コマンドラインの場合はlocalと入力してください。
unreadable-order = この項目では並べ替えできません。別の項目を選択してください。
unreadable-device = 該当するデバイスはありません。FirefoxやAndroidなど、ブラウザまたはOSの名前を入力してください。
unreadable-empty = 検索する文字列がありません。単語を入力してください。
unreadable-span = この値は指定できません。一覧から選択するか、アドレスでwithin-24h、beyond-24h、since-2026-11-23、until-2026-11-23のように指定してください。
unreadable-day = 日付の形式が正しくありません。2026-11-23のように入力してください。
unreadable-user-search = 検索条件の形式が正しくありません。ユーザー名またはメールアドレスを入力してください。先頭部分だけで検索する場合は、末尾に*を付けてください。
unreadable-choice = この値は指定できません。一覧から選択してください。
username-error = ユーザー名は、半角の英字（a～z）、数字、ピリオド、ハイフン、アンダースコアを使用して1～32文字で入力してください。先頭と末尾には英字または数字を使用してください。
email-error = メールアドレスの形式が正しくありません。name@example.comの形式で入力するか、空欄にしてください。
identity-check-error = 本人確認の方法を、改行なしの10～200文字で入力してください。

## What an administrator cannot do to an account

refusal-name-taken = このユーザー名は、一覧にあるユーザーまたは最近削除されたアカウントで使用されています。別のユーザー名を入力してください。
refusal-last-admin = ログインできる最後の管理者のため、変更されませんでした。先に他のユーザーを管理者にしてください。
refusal-suspended = アカウントが停止されているため、リンクは作成されませんでした。先にアカウントの停止を解除してください。
refusal-has-password = パスワードがすでに設定されているため、招待は作成されませんでした。代わりにパスワード再設定リンクを作成してください。
refusal-own-account = ご自身のアカウントのため、操作は行われませんでした。パスワードと2段階認証は、「アカウント」ページで変更してください。
refusal-has-no-password = パスワードがまだ設定されていないため、リンクは作成されませんでした。代わりに新しい招待を作成してください。
refusal-no-email = メールアドレスが保存されていないため、メールは送信されませんでした。先にアドレスを保存してください。

## The acts of forms, for the question about the password

act-save-email = メールアドレスを保存
act-reactivate = アカウントの停止を解除
act-make-admin = 管理者にする
act-end-all-sessions = このユーザーをすべてのデバイスからログアウト

## Administration: overview

overview-live-sessions = 有効なセッション
overview-in-24-hours = 過去24時間
overview-locked = 現在ロック中
overview-locked-hint = 他の登録済みデバイスからは、引き続きログインできます。ユーザーのページで、ログインの試行を再び許可できます。
overview-codes-locked-hint = これらのコードを入力した人は、パスワードを知っていました。コードの入力は、ユーザーのページで再び許可できます。
overview-more = ほかに{ $count }件あります。
overview-more-than = ほかに{ $count }件以上あります。
overview-network = ネットワーク
overview-refused = 最近拒否したログイン試行
overview-refused-hint = 上記のアカウントに対する試行も含まれている場合があります。多くの人が同じネットワークを共有している場合は、sign_in_tries_per_addressの値を大きくしてください。
overview-setting = 設定を見る
overview-background-work = バックグラウンド処理
overview-mail = メール
overview-mail-waiting = 未送信
overview-mail-oldest = 最も古い送信待ち
overview-mail-answer = 最後の応答
overview-mail-failed = 7日間の送信失敗
overview-mail-filed = 7日間のファイル保存
overview-mail-hint = コマンド { $command } で、各メールとメールサーバーの応答を確認できます。
overview-no-tasks = まだ実行されていません。1分ほど待ってから、もう一度確認してください。
overview-task = 処理
overview-task-last-run = 最終実行
overview-task-outcome = 結果
overview-counts-hint = イベントの件数は10秒程度で反映されます。ユーザーやセッションが多い場合、その件数の反映には最大5分かかります。グラフの日時はUTCで表示しています。
overview-sign-ins = ログイン
overview-failed-sign-ins = ログインの失敗
overview-wrong-codes = 確認コードの誤り
overview-lockouts = ロック
overview-reuse-alarms = セッションキー再使用の警告
overview-sessions-ended = 終了したセッション
overview-wrong-confirmations = 本人確認時のパスワードの誤り
overview-password-changes = パスワードの変更
overview-chart-day = 過去24時間のログイン
overview-chart-month = 過去30日間のログイン
overview-chart-empty = ログインの成功も失敗もありません。
# $most is a day or an hour.
overview-chart-summary = ログイン{ $good }件、失敗{ $bad }件。最多は{ $most }です。
overview-chart-signed-in = 成功
overview-chart-failed = 失敗
chart-as-table = 表で見る
task-janitor = クリーンアップ
task-seals = イベントの封印
task-well = 正常
task-nothing = 処理対象なし
task-swept = 期限切れに変更：{ $expired }件、削除：セッション{ $sessions }件、アカウント{ $accounts }件、リンク{ $links }件、キー{ $keys }件、試行の記録{ $tries }件
lock-unknown-devices = 未登録のデバイスから、{ $count }種類の誤ったパスワードが続けて入力されました。
lock-known-device = 登録済みのデバイスから、{ $count }種類の誤ったパスワードが続けて入力されました。
lock-session = ログイン中のセッションで、{ $count }種類の誤ったパスワードが続けて入力されました。
lock-closed-unknown-devices = 未登録のデバイスからはログインできなくなっています。
lock-closed-known-device = このデバイスは未登録として扱われています。
lock-closed-session = このセッションは未登録のデバイスとして扱われています。
lock-next-try = 次に試行できるのは{ $time }です。
lock-longer-next = 次に間違えると、待ち時間が長くなります。
overview-all-well = 問題はありません。
overview-attention-count = 確認が必要な項目が{ $count }件あります
overview-30-days = 過去30日間
code-lock-unknown-devices = 未登録のデバイスで、誤った確認コードが{ $count }回続けて入力されました。
code-lock-unknown-devices-recovery = 未登録のデバイスで、誤ったバックアップコードが{ $count }回続けて入力されました。
code-lock-known-devices = 登録済みのデバイスで、誤った確認コードが{ $count }回続けて入力されました。
code-lock-known-devices-recovery = 登録済みのデバイスで、誤ったバックアップコードが{ $count }回続けて入力されました。
code-lock-session = ログイン中のセッションで、誤った確認コードが{ $count }回続けて入力されました。
code-lock-session-recovery = ログイン中のセッションで、誤ったバックアップコードが{ $count }回続けて入力されました。
code-lock-closed = このコードは、これ以上試行できません。

## Administration: warnings

warning-recall-late = このインスタンスでは、終了したセッションの一覧の更新が遅れているため、リクエストごとにデータベースへ問い合わせています。ログを確認してください。
warning-newer-database = より新しいバージョンのDoorwardによってデータベースが変更されました。このインスタンスも更新してください。
warning-forwarded-missing = 過去1時間に、信頼済みプロキシからX-Forwarded-Forのないリクエストが届きました。このプロキシを経由する全員が同じIPアドレスとして扱われ、回数制限も共有されます。プロキシがこのヘッダーを送信するように設定してください。
warning-forwarded-unreadable = 過去1時間に、信頼済みプロキシから解釈できないX-Forwarded-Forが届きました。このプロキシを経由する全員が同じIPアドレスとして扱われ、回数制限も共有されます。プロキシがIPアドレスのみを記載するように設定してください。
warning-key-old = アクセストークンの署名キーが更新時期を過ぎています。
warning-key-old-link = 新しいキーを作成
warning-one-admin = 管理者が1人しかいません。このアカウントを使用できなくなると、コマンドラインでしか復旧できません。他のユーザーも管理者にしてください。
warning-one-admin-link = ユーザーを選択
warning-second-factor-optional = 2段階認証が任意のため、管理者もパスワードのみでログインできます。
warning-seals = イベントが封印されていないため、改ざんされても検知できません。ログを確認してください。
warning-tasks-late = バックグラウンド処理が遅れています。ログを確認してください。
warning-mail-late = 15分以上送信待ちのメールがあります。メールサーバーに接続できないか、サーバーが受け付けていません。
warning-mail-failed = 送信できなかったメールがあります。
warning-mail-filed = メールサーバーが設定されていないため、メールはサーバー上のファイルに保存され、誰にも届いていません。

## Administration: advice about settings. The command line says it too, in English: "name = value: what; next step"

advice-plain-http = パスワードとCookieが暗号化されずに送信されます
advice-plain-http-next = 証明書を設定したプロキシを前段に置き、ここにはhttpsのURLを指定してください
advice-insecure-needless = 他の設定では使用されない動作を許可しています
advice-insecure-needless-next = この設定を削除してください
advice-insecure-past-proxy = listenのポートに接続できる人は、プロキシを経由せずにアクセスできます
advice-insecure-past-proxy-next = trusted_proxiesにプロキシを指定し、allow_insecure_httpを削除してください
advice-loopback-url = listenは外部からの接続を受け付けますが、このURLはこのマシン自身を指しています
advice-loopback-url-next = public_urlに、利用者がアクセスするURLを指定してください。それ以外のURLから送信されたフォームは拒否されます
advice-proxy-unnamed = Doorwardの前段にあるプロキシが指定されていないため、全員がプロキシのIPアドレスからアクセスしているように見えます
advice-proxy-name-next = trusted_proxiesに、127.0.0.1,::1のようにプロキシの接続元を指定してください
advice-everybody-proxy = すべてのIPアドレスがプロキシとして扱われるため、記録されるIPアドレスを誰でも偽装できます
advice-everybody-proxy-next = プロキシのIPアドレスのみを指定してください
advice-proxy-needless = プロキシが指定されていますが、public_urlはプロキシを経由していません
advice-proxy-needless-next = public_urlにプロキシのhttpsのURLを指定するか、trusted_proxiesを削除してください
advice-rules-without-proxy = trusted_proxiesが空です。/forward-authは信頼済みプロキシにのみ応答するため、誰もアクセスできません
advice-mail-loopback = メールのリンクはこのコンピューターでしか開けません
advice-mail-loopback-next = public_urlに利用者が入力するアドレスを設定してください
advice-remember-idle = session_idleより短いため、ログイン状態を保持した人のほうが先にログアウトされます
advice-remember-idle-next = remember_idleをsession_idle以上にしてください
advice-remember-absolute = session_absoluteより短いため、ログイン状態を保持した人のほうが先にログアウトされます
advice-remember-absolute-next = remember_absoluteをsession_absolute以上にしてください
advice-database-readable = 別のマシンに接続しますが、sslmode=verify-fullが指定されていないため、通信を盗聴されるおそれがあります
advice-database-readable-next = --features postgres-tlsでビルドしてsslmode=verify-fullを指定するか、ネットワークの安全を確認してください
advice-metrics-open = このマシンに接続できるすべてのネットワークから、メトリクスを閲覧できます
advice-metrics-open-next = Prometheusがあるネットワークのアドレスを指定するか、ファイアウォールで保護されていることを確認してください
advice-socket-open = フォルダの権限で制限されていない限り、このマシンのすべてのユーザーがソケットに接続し、記録される接続元を偽装できます
advice-socket-open-next = socket_modeを660にし、ソケットのフォルダのグループをプロキシと同じグループにしてください
advice-socket-mode-needless = モードが指定されていますが、listenはUnixソケットではありません
advice-socket-mode-needless-next = この設定を削除するか、listenにunix:PATHを指定してください

## Administration: events

# $command is shown as code and stays as it is.
events-text = 操作の履歴を新しい順に表示しています。記録は変更できません。改ざんの有無は{ $command }コマンドで確認できます。
events-filter = 絞り込む
events-what-happened = イベントの内容
events-about = 対象ユーザー
events-by = 実行者
events-session = セッション
events-from-day = 開始日（{ $zone }）
events-until-day = 終了日（{ $zone }）
events-show-all = すべて表示
events-none = 条件に一致するイベントはありません。条件を減らすか、期間を変更してください。
events-time = 日時（{ $zone }）
events-from-where = アクセス元
events-details-and-request = 詳細、リクエスト
events-few = 20,000件を確認しましたが、条件に一致するイベントはわずかでした。
events-export = エクスポート
events-export-hint = 条件に一致するすべてのイベントを、古い順に出力します。エクスポートしたことも監査ログに記録されます。
events-export-csv = CSV（表計算ソフト用）
events-export-json = JSON Lines（プログラム用）
events-last-seal = 監査ログの最新の封印です。別の場所に控えておくと、末尾の記録が削除された場合に検知できます。
events-no-such-user = 該当するユーザーはいません。削除されたユーザーは、IDで検索してください。
events-everything = すべて

## Administration: kinds of events

event-signed-in = ログイン
event-sign-in-failed = ログインの失敗
event-session-renewed = セッションの更新
event-key-reused = 古いセッションキーの再使用
event-session-ended = セッションの終了
event-password-changed = パスワードの変更
event-confirmation-failed = 本人確認時のパスワードの誤り
event-password-confirmed = パスワードによる本人確認
event-device-named = デバイス名の変更
event-account-created = アカウントの作成
event-account-suspended = アカウントの停止
event-account-reactivated = アカウントの停止解除
event-role-changed = 権限の変更
event-username-changed = ユーザー名の変更
event-setup-link-created = 初期設定リンクの作成
event-signing-key-created = 署名キーの作成
event-signing-key-retired = 署名キーの廃止
event-account-deleted = アカウントの削除
event-email-changed = メールアドレスの変更
event-invitation-created = 招待リンクの作成
event-invitation-accepted = 招待の承諾
event-reset-created = パスワード再設定リンクの作成
event-password-reset = パスワードの再設定
event-device-link-created = デバイス登録リンクの作成
event-browser-known = リンクによるブラウザの登録
event-bulk-started = セッションの一括終了の開始
event-bulk-finished = セッションの一括終了の完了
event-events-exported = イベントのエクスポート
event-events-deleted = 古いイベントの削除
event-second-factor-set-up = 2段階認証の設定
event-second-factor-removed = 2段階認証の解除
event-recovery-codes-created = 新しいバックアップコードの作成
event-recovery-code-used = バックアップコードの使用
event-code-refused = 確認コードの誤り（パスワードは正しい）
event-database-restored = バックアップからのデータベースの復元
event-sign-in-locked = ログインの一時ロック
event-sign-in-closed = ログインのロック（解除が必要）
event-sign-in-reopened = ログインのロック解除
event-tries-refused = ログイン試行の拒否
event-mail-failed = メールの送信失敗
event-link-mailed = リンクのメール送信

## Administration: details of events

detail-renewal = { $number }回目の更新
detail-key-number = { $number }番目のキー
# $old and $new are usernames.
detail-renamed = { $old }から{ $new }に変更
detail-address-noted = メールアドレスを登録
detail-address-removed = メールアドレスを削除
detail-address-verified = 確認済み
detail-not-counted = 件数不明
detail-up-to-number = 番号{ $number }まで
# $cause is one of the messages lock-cause-.
detail-locked-seconds = { $cause }（{ $count }秒間）
detail-locked-minutes = { $cause }（{ $count }分間）
detail-tries = { $network }から{ $count }回
detail-by-password = パスワード
detail-by-password-kept = パスワード、ログイン状態を保持
detail-by-code = パスワードと確認コード
detail-by-code-kept = パスワードと確認コード、ログイン状態を保持
detail-by-recovery-code = パスワードとバックアップコード
detail-by-recovery-code-kept = パスワードとバックアップコード、ログイン状態を保持
detail-codes-left = 残り{ $count }個
lock-cause-unknown-devices = 未登録のデバイスでパスワードの誤りが多発
lock-cause-known-device = 登録済みのデバイスでパスワードの誤りが多発
lock-cause-session = 1つのセッションでパスワードの誤りが多発
lock-cause-codes = 確認コードの誤りが多発
lock-cause-recovery-codes = バックアップコードの誤りが多発
# An age is put into the sentences below that have $age.
age-less-than-a-day = 1日未満
age-days = { $count }日
origin-doorward = Doorward（自動）
origin-command-line = コマンドライン
detail-mail-failed = { $kind }：{ $reason }
mail-kind-invitation = 招待
mail-kind-reset = パスワードの再設定
mail-kind-device-link = デバイス登録リンク
mail-failing-refused = メールサーバーが拒否しました
mail-failing-unanswered = メールサーバーが2日間受け付けませんでした
mail-failing-outdated = メールサーバーが受け付ける前にリンクの期限が切れました
mail-failing-unreadable = すでに存在しないサーバーの秘密鍵で暗号化されていました

## Administration: keys

key-retirement-title = キーを廃止
key-made = 作成日時
key-retirement-text = 漏えいした可能性のあるキーを無効にするための操作です。このキーで署名されたものはすべて拒否されます。このインスタンスではすぐに、他のインスタンスでは1秒以内に反映されます。
key-retirement-signs = 現在署名に使用しているキーのため、同時に別のキーに切り替わります。
key-retirement-nobody-out = 誰もログアウトされません。ブラウザは次のページの表示時に新しいトークンを受け取り、送信中のフォームもそのまま処理されます。このキーで署名されたトークンしか持たないアクセスは拒否されます。
key-retirement-final = 秘密鍵は削除されます。この操作は取り消せません。
key-retirement-submit = キーを廃止
keys-title = 署名キー
keys-overdue = 現在の署名キー（作成から{ $age }）は、自動更新の時期を過ぎています。ログで原因を確認するか、ここで新しいキーを作成してください。
keys-old = 現在の署名キー（作成から{ $age }）は古くなっています。キーは自動的には更新されないため、ここで新しいキーを作成してください。
keys-text = アクセストークンはこれらのキーで署名されます。秘密鍵は暗号化して保存され、どこにも表示されません。
keys-age = 経過日数
keys-signs-from = 署名開始
keys-signs-until = 署名終了
keys-believed-until = 有効期限
keys-emergency = 操作
keys-further-notice = —
keys-deleted-soon = まもなく削除
keys-retire = 廃止
keys-new-title = 新しいキー
keys-rotation = キーは、key_rotationの設定に従って、作成から{ $age }で自動的に更新されます。
keys-rotation-next = 次回の更新は{ $date }です。
keys-rotation-never = key_rotationがneverに設定されているため、キーは自動的には更新されません。
keys-new-text = ここで新しい{ $algorithm }キーを作成できます。新しいキーは、トークンを検証するすべてのシステムに公開されてから、1分後に署名に使用されます。以前のキーは、署名済みのトークンがすべて期限切れになるまで、検証にのみ使用されます。誰もログアウトされません。
keys-rotate = 新しいキーを作成
keys-leaked-title = キーが漏えいした可能性がある場合
keys-leaked-text = 新しいキーを作成するだけでは不十分です。以前のキーを入手した人は、そのキーが廃止されるまでトークンを作成し続けることができます。上の表で該当するキーを廃止してください。実行前に確認画面が表示されます。
keys-made = 新しいキーを作成しました。すべてのインスタンスに反映されるよう、作成の1分後から署名に使用されます。
keys-made-already = すでに新しいキーが準備中だったため、作成されませんでした。
keys-retired = キーを廃止しました。このキーで署名されたものはすべて無効です。
key-state-upcoming = 使用開始前
key-state-signing = 署名に使用中
key-state-retiring = 廃止予定
key-state-retired = 廃止済み

## Administration: many sessions ended at once

bulk-list-title = セッションの一括終了の履歴
bulk-list-empty = 一括終了の履歴はありません。
bulk-begun = 開始
bulk-which = 対象
session-ended = 終了
bulk-done = 完了
bulk-everybody = 全員
bulk-all-alive = 有効なセッションすべて
bulk-not-yet = 未完了
bulk-everybody-title = 全員をログアウト
bulk-title = セッションを一括終了
bulk-everybody-text = ご自身を含む全員が、ログインし直す必要があります。すべてのインスタンスにすぐに反映されます。
bulk-no-filter = 検索条件が指定されていません。ご自身のセッションを含め、有効なセッションがすべて対象になります。
bulk-text = 条件に一致する有効なセッションをすべて終了します。ご自身のセッションも、一致する場合は終了します。これから開始されるセッションは対象外です。
bulk-submit = これらのセッションを終了
bulk-count = { $count }件のセッションが終了します。
bulk-count-more = { $count }件を超えるセッションが終了します。
bulk-show-title = セッションの一括終了の進行状況
bulk-finished = セッションを終了しました
bulk-running = セッションを終了しています
sessions-ended = { $count }件のセッションを終了しました。
bulk-progress-of = { $matched }件中{ $ended }件を終了しました。
bulk-progress = これまでに{ $ended }件を終了しました。
bulk-progress-title = 進行状況
bulk-leave = このページを閉じても処理は続行されます。サーバーが再起動した場合も続行されます。
bulk-look-again = 進行状況を更新
bulk-look-again-hint = さらにセッションが終了した時点、または遅くとも5秒後に表示が更新されます。
bulk-by = { $username }さんが実行
bulk-list-link = 一括終了の履歴

## Administration: sessions

session-list-hint = ユーザー：ユーザー名またはメールアドレス。先頭部分だけで検索する場合は、末尾に*を付けてください。デバイス：FirefoxやAndroidなどの単語。
session-list-none = 条件に一致するセッションはありません。
session-list-all-alive = 有効なセッションをすべて表示
session-list-tick = 選択
session-list-tick-label = 選択：{ $username }、{ $device }、{ $time }にログイン
session-list-end = 選択したセッションを終了
session-list-many-accounts = 該当するメールアドレスのアカウントが多いため、最初の50件のみを対象に表示しています。メールアドレスをさらに詳しく入力してください。
session-list-not-full = 確認したセッションのうち条件に一致するものが少なかったため、このページには一部のみ表示しています。
session-list-many = 一括終了
session-list-end-all = 検索結果のセッションをすべて終了
session-list-end-all-hint = 最初に件数が表示されます。確認するまで、セッションは終了しません。
session-search-network = IPアドレスまたはネットワーク
session-search-either = 指定なし
session-search-yes = はい
session-search-no = いいえ
sessions-count = { $count }件のセッション
sessions-count-more = { $count }件を超えるセッション
filters-more = 詳細条件
session-list-any-time = 全期間
session-list-none-ticked = セッションは終了していません。有効なセッションを選択してから、もう一度実行してください。
session-page-title = { $username }さんのセッション
session-page-password-entered = パスワード入力日時
session-page-renewals = 更新回数
session-page-ends-unused = 未使用時の有効期限
session-page-user-agent = ユーザーエージェント
session-page-your-own = ご自身の現在のセッションです。終了すると、このデバイスからログアウトされます。
session-page-events = イベント
session-page-ended-by = { $username }さんが終了
session-state-live = 有効
session-state-idle = 期限切れ（未使用）
session-state-time-up = 期限切れ（有効期間の満了）
session-state-signed-out = ログアウト済み
session-state-elsewhere = 別のデバイスからログアウト
session-state-replaced = 新しいセッションに切り替え
session-state-password = パスワードの変更により終了
session-state-suspended = アカウントの停止により終了
session-state-reused = 古いセッションキーの再使用により終了
session-state-limit = デバイス数の上限により終了
session-state-operator = コマンドラインから終了
session-state-admin = 管理者が終了
session-state-reset = パスワードの再設定により終了
session-state-deleted = アカウントの削除により終了
session-state-restored = バックアップの復元により終了
session-state-second-factor = 2段階認証の変更により終了
session-state-second-factor-demanded = 2段階認証の未設定により終了
session-state-expired = 期限切れ
session-state-revoked = 期限前に終了
session-state-any = すべて（終了済みを含む）
time-filter-within-hours = 過去{ $count }時間
# Never less than two days.
time-filter-within-days = 過去{ $count }日間
time-filter-beyond-hours = { $count }時間より前
# Never less than two days.
time-filter-beyond-days = { $count }日より前
time-filter-since = { $date }以降
time-filter-until = { $date }より前
# Such as Firefox on Linux.
device-browser-on-system = { $browser }（{ $system }）
device-unknown = 不明なデバイス
session-list-skip-to-actions = 操作ボタンへ移動
session-list-tick-none = 選択を解除
session-list-tick-all = このページをすべて選択
ticked-title = これらのセッションを終了しますか？
ticked-your-own = 自分のセッションも含まれているため、ここからもログアウトします。

## Administration: settings

settings-text = このインスタンスで現在有効な設定です。変更はdoorward.toml、環境変数、またはコマンドラインのオプションで行い、次回の起動時に反映されます。説明は英語で表示されます。
settings-setting = 設定項目
settings-value = 値
settings-default = デフォルト値
settings-meaning = 説明

## Administration: users

user-list-name-or-email = ユーザー名またはメールアドレス
user-list-everybody = すべて表示
user-list-hint = ユーザー名またはメールアドレスを入力します。先頭部分だけで検索する場合は、末尾に*を付けてください。
user-invite = ユーザーを招待
user-list-none = 条件に一致するユーザーはいません。検索条件を変更するか、すべて表示してください。
user-list-count = ユーザー{ $count }人
user-list-count-more = ユーザー{ $count }人超
user-list-all = すべて
user-list-all-but-deleted = 削除済みを除くすべて
user-new-text = アカウントと招待リンクを作成します。本人にリンクを送ると、本人がパスワードを設定できます。パスワードは他の人には表示されません。
username-hint = 半角の英字（a～z）、数字、ピリオド、ハイフン、アンダースコアを使用できます。
user-new-email = メールアドレス（任意）
user-email-hint = リンクをメールで送る宛先です。本人がそのリンクでパスワードを設定すると、以後は新しいパスワードの設定にも使えるようになります。ログインには使用できません。
user-new-by-mail = アドレスを入力した場合、そのアドレスに招待を送信する
user-new-by-mail-hint = リンクは本人にだけ届きます。選択しない場合は、リンクを自分で送ってください。
user-new-no-mail-server = メールサーバーが設定されていません。メールはサーバー上のファイルになり、誰にも届きません。
user-new-mail-more = メールのメッセージと言語
user-new-message = メッセージ（任意）
user-new-language = メールの言語
user-new-message-too-long = 1,000文字以内で入力してください。
user-new-submit = アカウントとリンクを作成
user-new-taken-invited = { $username }さんはすでに招待されています。リンクを紛失した場合は、アカウントのページで作成し直してください。
user-state-active = 有効
user-state-invited = 招待中
user-state-suspended = 停止中
user-state-deleted = 削除済み

## Administration: a link to hand over

made-link-title = このリンクを{ $username }さんに送ってください
made-link-until = 有効期限
made-link-copy = 今すぐコピーしてください。リンクが表示されるのは今回のみで、どこにも保存されません。紛失した場合は、アカウントのページで作成し直してください。
made-link-copy-reload = 今すぐコピーしてください。リンクが表示されるのは今回のみで、どこにも保存されません。後でこのページを再読み込みすると別のリンクが作成され、このリンクは使用できなくなります。
made-link-message = 送信用のメッセージ
made-link-message-invitation =
   { $username }さん、{ $site }の招待リンクをお送りします。
    { $link }
    リンクを開いて、パスワードを設定してください。{ $time }まで、1回のみ使用できます。
made-link-message-reset =
   { $username }さん、{ $site }の新しいパスワードを設定するリンクをお送りします。
    { $link }
    { $time }まで、1回のみ使用できます。
made-link-message-device =
   { $username }さん、{ $site }にログインするブラウザでこのリンクを開いてください。
    { $link }
    そのブラウザがアカウントに登録されます。{ $time }まで、1回のみ使用できます。
made-link-qr = QRコードで表示
made-link-qr-alt = 上のリンクのQRコード
made-link-to-account = { $username }さんのアカウントを表示
made-link-invited = { $username }さんの招待リンクを作成しました。
made-link-invited-text = リンクを開いた人が、{ $username }さんのパスワードを設定できます。リンクは1回のみ使用できます。
made-link-reset = { $username }さんのパスワード再設定リンクを作成しました。
made-link-reset-text = リンクを開いた人が、{ $username }さんの新しいパスワードを設定できます。リンクは1回のみ使用できます。設定されるまで、現在のパスワードは変わりません。
made-link-device = { $username }さんのデバイス登録リンクを作成しました。
made-link-device-text = リンクを開いた人のブラウザが、{ $username }さんのアカウントに登録されます。登録すると、第三者がログインを試みている間も、そのブラウザからユーザー名とパスワードでログインできます。リンクは1回のみ使用でき、開くだけではログインされません。

## Administration: one user

user-locked-title = パスワードの間違いが続いています
user-locked-text = ログインしたことのある他のデバイスからは、引き続きログインできます。新しいデバイスでログインするには、デバイス登録リンクを作成するか、ログインの試行を再び許可してください。
user-unlock = ログインの試行を再び許可
user-codes-locked-title = コードの間違いが続いています
user-codes-locked-text = これらのコードを入力した人は、パスワードを知っていました。本人でない場合は、パスワード再設定リンクを作成してください。新しいパスワードを設定すると、ログイン時のコードの間違いの記録は消去されます。
user-unlock-codes = コードの入力を再び許可
user-about = アカウント情報
user-deleted-on = 削除日時
user-invitation-until = 招待の有効期限
user-reset-until = パスワード再設定リンクの有効期限
user-device-link-until = デバイス登録リンクの有効期限
user-codes-left = バックアップコード残り{ $count }個
user-id = ユーザーID
user-rename-text = アカウントのセッション、リンク、監査ログはそのまま残ります。ユーザー名で利用者を区別するアプリでは、別の人として扱われます。
user-rename-rules-hint = access_rulesのアクセス権は、ユーザー名に対して設定されます。そのユーザー名を使用する人に適用されます。
user-rename-rules = このユーザー名に対するルール：{ $rules }
user-rename = ユーザー名を変更
user-email-links-hint = メールアドレスを変更すると、未使用のリンクは無効になります。
user-email-verified = 確認済み
user-signing-in = ログイン
user-row-invitation = 招待
user-row-device-link = デバイス登録リンク
user-row-suspension = 利用停止
user-row-deletion = 削除
user-row-suspension-text = すべてのデバイスからログアウトし、管理者が停止を解除するまで、ログインできないようにします。
user-row-deletion-text = アカウントを完全に削除します。削除する前に、影響を確認できます。
user-row-sessions-text = すべてのデバイスからログアウトします。パスワードを知っている人は、もう一度ログインできます。
user-row-second-factor-text = 有効です。解除すると、認証アプリの確認コードとすべてのバックアップコードが使用できなくなり、すべてのデバイスからログアウトされます。
user-row-make-admin-text = 管理者は、管理ページのすべての内容を表示・変更できます。
user-row-take-role-text = 管理者の権限を解除すると、管理ページを表示できなくなります。
user-suspended = このアカウントは停止中のため、ログインできません。
user-reactivate = 停止を解除
user-no-password = パスワードがまだ設定されていません。新しい招待を作成すると、以前の招待は無効になります。
user-reset-text = 本人に送るパスワード再設定リンクを作成します。リンクから新しいパスワードが設定されると、このアカウントはすべてのデバイスからログアウトされます。
user-device-link-text = デバイス登録リンクを使うと、ブラウザをアカウントに登録できます。登録したブラウザからは、第三者がログインを試みている間も、本人がログインできます。
user-own-account = ご自身のアカウントです。すべてのデバイスからログアウトすると、現在使用しているセッションも終了します。
user-new-invitation = 新しい招待を作成
user-reset = パスワード再設定リンクを作成
user-device-link = デバイス登録リンクを作成
user-send-by-mail = メールで送信
act-send-link = リンクをメールで送信
user-sign-out-everywhere = すべてのデバイスからログアウト
user-end-sessions = { $username }さんをすべてのデバイスからログアウト
user-remove-second-factor-link = 2段階認証を解除…
user-suspend-link = 停止
user-role-and-deletion = 権限の変更とアカウントの削除
user-take-role = 管理者権限を解除
user-make-admin = { $username }さんを管理者にする
user-delete-link = 削除…
user-no-sessions = ログイン中のデバイスはありません。
user-all-events = このアカウントのすべてのイベント
user-renamed = ユーザー名を変更しました。今後は新しいユーザー名でログインします。
user-role-changed = 権限を変更しました。次の操作から反映されます。
user-is-suspended = アカウントを停止しました。このユーザーはすべてのデバイスからログアウトされ、未使用のリンクは無効になりました。
user-is-active = アカウントの停止を解除しました。このユーザーは、もう一度ログインする必要があります。
user-nothing-changed = 変更はありませんでした。
user-is-unlocked = パスワードとコードの間違いの記録を消去しました。再び入力できます。
user-link-is-mailed = リンクをメールで送信しています。
user-link-is-filed = メールサーバーが設定されていないため、メールはサーバー上のファイルに保存されました。誰にも届きません。
user-sessions-ended = このユーザーをすべてのデバイスからログアウトさせました。
user-session-ended = このユーザーのデバイスを1台ログアウトしました。
user-email-saved = メールアドレスを保存しました。未使用のリンクは無効になりました。
user-second-factor-removed = 2段階認証を解除し、このユーザーをすべてのデバイスからログアウトさせました。
user-is-deleted = アカウントを削除しました。

## Administration: questions before something grave is done to an account

ask-delete-no-sign-in = このアカウントではログインできなくなります。この操作は取り消せません。
ask-sessions-end = このユーザーはすべてのデバイスからすぐにログアウトされ、未使用のリンクは無効になります。
ask-delete-removed = パスワードとメールアドレスはすぐに削除されます。操作の履歴は監査ログに残ります。
ask-delete-name = このユーザー名は、セッションの記録が消去されるまでの約1か月間、使用できません。
ask-delete-own = ご自身のアカウントです。削除すると、すぐにログアウトされます。
ask-delete-title = { $username }さんのアカウントを削除しますか？
ask-delete-submit = アカウントを削除
ask-suspend-no-sign-in = 管理者が停止を解除するまで、このアカウントではログインできなくなります。
ask-suspend-own = ご自身のアカウントです。停止すると、他の管理者が解除するまでログインできません。
ask-suspend-title = { $username }さんのアカウントを停止しますか？
ask-suspend-submit = アカウントを停止
ask-make-admin-text = 次の操作から、管理ページのすべての内容を表示・変更できるようになります。
ask-make-admin-title = { $username }さんを管理者にしますか？
ask-take-role-own = ご自身のアカウントです。すぐに管理ページを表示できなくなります。
ask-take-role-back = 管理者権限を元に戻せるのは、他の管理者のみです。
ask-take-role-text = すぐに管理ページを表示できなくなります。
ask-take-role-title = { $username }さんの管理者権限を解除しますか？
ask-take-role-submit = 管理者権限を解除
second-factor-removal-title = { $username }さんの2段階認証を解除しますか？
second-factor-removal-text = 認証アプリとバックアップコードの両方を使用できなくなった人に対して、本人であることを確認できた場合にのみ行ってください。直接会うか、以前から知っている番号に電話して確認してください。メールやメッセージだけでは不十分です。
second-factor-removal-ends = 認証アプリの確認コードとすべてのバックアップコードはすぐに使用できなくなり、すべてのデバイスからログアウトされます。
second-factor-removal-password-only = 別の認証アプリを設定するまでは、パスワードのみでログインできます。
second-factor-removal-check = 本人であることをどのように確認しましたか？
second-factor-removal-check-hint = 監査ログに記録され、本人も確認できます。例：社員名簿の番号に折り返し電話して確認した。
second-factor-removal-submit = 2段階認証を解除
ask-end-sessions-text = このユーザーは、すべてのデバイスからすぐにログアウトされます。パスワードを知っている人は、もう一度ログインできます。
ask-end-sessions-title = { $username }さんをすべてのデバイスからログアウトさせますか？

## The pages of a list

pager-title = ページ
pager-first = 最初のページ
pager-previous = 前のページ
pager-next = 次のページ
pager-last = 最後のページ

## The description of the API

api-reference-title = APIリファレンス
api-reference-text = 開発者向けの情報です。このページは、プログラムが取得する定義と同じものから作成されています：

## Answers of the API

api-bulk-none = 条件に一致する有効なセッションがないため、処理を開始しませんでした
api-bulk-more = 条件に一致するセッションが想定より多いため、処理を開始しませんでした。件数を確認し直してください
api-cursor = このカーソルは、この検索の応答に含まれるものではありません。カーソルを付けずに最初から取得してください
api-token-needed = アクセストークンが必要です。Authorizationヘッダーで送信してください
api-token-expired = トークンの有効期限が切れています
api-token-invalid = トークンが無効です
api-token-one = Authorizationヘッダーを1つだけ使用し、アクセストークンを1つだけ送信してください
api-admin-only = 管理者のみが実行できます
api-password-old = パスワードの入力から時間が経過しているため、実行できません。ログインし直してください
api-password-just-now = この操作には、2分以内のパスワード入力が必要です。ログインし直してください
api-session-over = セッションは終了しています。ログインし直してください
api-code-needed = このアカウントでは2段階認証を使用しているため、確認コードが必要です
api-code-wrong = 確認コードが正しくありません。コードは1分ほどで切り替わり、1回のみ使用できます
api-code-used = この確認コードは使用済みです。各コードは1回のみ使用できます
api-code-impossible = 確認コードの形式が正しくありません。アプリに表示される6桁の数字、またはバックアップコードを送信してください
api-code-unreadable = 認証アプリの確認コードを照合できなくなりました。バックアップコードを使用してください
api-second-factor-demanded = このアカウントでは2段階認証の設定が必要です。先にブラウザでログインして設定してください
api-codes-paused = 確認コードの間違いが続いたため、受け付けていません。バックアップコードを送信してください
api-recovery-codes-paused = バックアップコードの間違いが続いたため、受け付けていません。認証アプリの確認コードを送信してください
api-all-codes-paused = コードの間違いが続いたため、一時的に受け付けていません。後でもう一度試すか、以前のログインの device_token を送信してください
api-codes-closed = コードの間違いが続いたため、受け付けていません。以前のログインの device_token を送信するか、管理者にコードの入力の許可を依頼してください
api-tries-closed = 試行回数が上限に達しました。以前のログインで取得したdevice_tokenを送信するか、管理者にログインの許可を依頼してください
api-too-many-tries = 試行回数が上限に達しました。Retry-Afterで指定された時間だけ待つか、以前のログインで取得したdevice_tokenを送信するか、管理者にお問い合わせください
api-too-many-changes = 変更の回数が上限に達しました。Retry-Afterで指定された時間だけ待ってください
api-not-found = このURLには何もありません
api-method = このURLは、そのメソッドに対応していません
api-bad-request = リクエストがドキュメントの形式と異なります
api-media-type = 本文はapplication/jsonで送信してください
api-too-large = 本文が大きすぎます
api-too-slow = 本文の受信に時間がかかりすぎました
api-past-proxy = このポートにはプロキシ以外から接続できません
api-busy = アクセスが集中しています。数秒待ってから、もう一度お試しください
api-unavailable = 一時的に利用できません。数秒待ってから、もう一度お試しください
api-internal = サーバーでエラーが発生し、記録されました
api-tokens-symmetric = トークンがHS256で署名されているため、他のシステムでは検証できません

## Mail

mail-greeting = { $username }さん
mail-link-until = リンクは一度だけ使えます。有効期限：{ $time }
mail-message = メッセージ：
mail-message-from = { $sender }さんからのメッセージ：
mail-test-subject = { $site }のテストメール
mail-test-text = { $site }からのメールが届くかどうかを確認するためのメールです。正しく届きました。
mail-invitation-subject = { $site }への招待
mail-invitation-text = { $site }に招待されました。ユーザー名は{ $username }です。パスワードを設定すると、初めてのログインができます。
mail-invitation-text-by = { $sender }さんが{ $site }に招待しました。ユーザー名は{ $username }です。パスワードを設定すると、初めてのログインができます。
mail-invitation-button = パスワードを設定する
mail-invitation-unasked = 心当たりがない場合は、このメールを無視してください。パスワードがなければ、誰もこのアカウントを使えません。
mail-reset-subject = { $site }の新しいパスワードの設定
mail-reset-text = このリンクから、{ $site }のアカウント{ $username }の新しいパスワードを設定できます。それまでは今のパスワードを使えます。
mail-reset-text-by = { $site }のアカウント{ $username }の新しいパスワードを設定できるように、{ $sender }さんがこのリンクを送りました。それまでは今のパスワードを使えます。
mail-reset-button = 新しいパスワードを設定する
mail-reset-unasked = 依頼していない場合は、このメールを無視してください。リンクを使うまで何も変わりません。リンクを他の人に渡さないでください。
mail-device-subject = { $site }へのログインを再開する
mail-device-text = { $site }のアカウント{ $username }に新しいブラウザからログインするためのリンクが請求されました。心当たりがある場合は、ログインしたいブラウザでこのリンクを開いてください。他の人が何を試していても、そのブラウザではパスワードですぐにログインできます。
mail-device-text-by = { $sender }さんが{ $site }のアカウント{ $username }のためにこのリンクを送りました。ログインしたいブラウザで開いてください。他の人が何を試していても、そのブラウザではパスワードですぐにログインできます。
mail-device-button = このブラウザを許可する
mail-device-unasked = このリンクだけでは誰もログインできません。不要な場合は、このメールを無視してください。

## Links by mail that people ask for

link-request-reset-title = パスワードをお忘れの場合
link-request-reset-text = ユーザー名、またはアカウントのメールアドレスを入力してください。新しいパスワードを設定するためのリンクをお送りします。
link-request-reset-submit = リンクを送信
link-request-device-title = このブラウザでのログインを許可する
link-request-device-text = ユーザー名、またはアカウントのメールアドレスを入力してください。デバイス登録リンクをお送りします。このブラウザで開くと、他の人が何を試していても、すぐにログインできます。
link-request-device-submit = デバイス登録リンクを送信
link-request-name = ユーザー名またはメールアドレス
link-request-missing = ユーザー名またはメールアドレスを入力してください。
link-request-no-mail = このサイトはメールを送信しません。
link-request-nothing-came = 何も届かない場合
link-requested = 該当するアカウントがあれば、メールをお送りします。
link-requested-text = リンクは1時間有効です。本人にメールが届くことを確認済みの、アカウントのメールアドレスに送信します。このメールは1時間に3通まで送信され、どのメールのリンクも使えます。迷惑メールフォルダーもご確認ください。
