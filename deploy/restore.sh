#!/bin/sh
# Restores a backup of backup.sh into an empty database and an empty folder: restore.sh <backup>
# Needs DATABASE_URL (a role that may create roles), FILES_DIR, psql and pg_restore. Stop web processes and workers first.
set -eu
umask 077

backup=${1:?"Use: restore.sh <backup>"}
: "${DATABASE_URL:?is not set}" "${FILES_DIR:?is not set}"
prefix=${PORTAL_ROLE_PREFIX:-portal}

(cd "$backup" && sha256sum --check --quiet SHA256SUMS)
mkdir -p "$FILES_DIR"
if [ -n "$(ls -A "$FILES_DIR")" ]; then
  echo "FILES_DIR is not empty: $FILES_DIR" >&2
  exit 1
fi
tables=$(psql --no-psqlrc --tuples-only --no-align --command "select count(*) from pg_tables where schemaname = 'public'" "$DATABASE_URL")
if [ "$tables" != 0 ]; then
  echo "The database is not empty." >&2
  exit 1
fi

# Roles belong to the cluster and are in no dump of a database; policies and grants name them.
for role in client staff gate none; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 "$DATABASE_URL" <<SQL
do \$\$ begin
  if not exists (select from pg_roles where rolname = '${prefix}_${role}') then
    create role "${prefix}_${role}" nologin;
    grant "${prefix}_${role}" to current_user;
  end if;
end \$\$;
SQL
done
# Whole or not at all. The schema `public` is there already.
pg_restore --list "$backup/database.dump" | grep -v ' SCHEMA - public ' > "$FILES_DIR/.restore-list"
pg_restore --no-owner --exit-on-error --single-transaction --use-list="$FILES_DIR/.restore-list" --dbname="$DATABASE_URL" "$backup/database.dump"
rm "$FILES_DIR/.restore-list"
tar --extract --file="$backup/files.tar" --directory="$FILES_DIR"
echo "Restored. Run npm run migrate, then start web processes and workers."
