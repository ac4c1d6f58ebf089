# What the scripts need from the machine. They read this file by: . scripts/needs.sh

say() { printf '\n== %s\n' "$*"; }

# find_program COMMAND: prints its path, also if it is not on the path but where Debian keeps servers and PostgreSQL.
find_program() {
    command -v "$1" 2>/dev/null || ls -d /usr/sbin/"$1" 2>/dev/null || ls -d /usr/lib/postgresql/*/bin/"$1" 2>/dev/null | sort -V | tail -n 1
}

# install PACKAGE…: installs Debian's packages, if that is allowed.
install() {
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing $*"
        apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null || true
    fi
}

# need PROGRAM PACKAGE…: succeeds if the program is there, or if installing the packages was allowed and brought it.
need() {
    local program=$1
    shift
    [ -n "$(find_program "$program")" ] && return 0
    install "$@"
    [ -n "$(find_program "$program")" ] && return 0
    echo "missing: $program; install it with: sudo apt-get install $*"
    return 1
}

# need_font FAMILY PACKAGE: the same for a font.
need_font() {
    [ -n "$(fc-list "$1" family)" ] && return 0
    install "$2"
    [ -n "$(fc-list "$1" family)" ] && return 0
    echo "missing: the font $1; install it with: sudo apt-get install $2"
    return 1
}
