#!/bin/sh
# What Mayan EDMS needs beside Python: PostgreSQL, Redis, and headers that two of its packages are built with.
set -eu
have() {
    command -v redis-server >/dev/null && ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 &&
        [ -e /usr/include/ldap.h ] && [ -e /usr/include/sasl/sasl.h ] && command -v pdftoppm >/dev/null
}
packages="redis-server postgresql libldap2-dev libsasl2-dev libmagic1 poppler-utils gcc python3-dev"
have && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # Servers of ours alone run here, in a folder that is gone afterwards: none is started by the system.
    mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo "create_main_cluster = false" >/etc/postgresql-common/createcluster.conf
    # shellcheck disable=SC2086
    apt-get install -y -qq $packages >/dev/null || { apt-get update -qq && apt-get install -y -qq $packages >/dev/null; }
    have && exit 0
fi
echo "make test-mayan needs: sudo apt install $packages" >&2
exit 1
