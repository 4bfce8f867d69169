#!/bin/sh
# Backs up database and files together: backup.sh <folder>
# The database first and the files after it: a file is whole before its row is written, so every row of the backup finds its
# bytes. What is made has its own name and is complete, or it is not there. Needs DATABASE_URL, FILES_DIR and pg_dump.
set -eu
umask 077

target=${1:?"Use: backup.sh <folder>"}
: "${DATABASE_URL:?is not set}" "${FILES_DIR:?is not set}"
keep_days=${BACKUP_KEEP_DAYS:-14}

name=$(date -u +portal-%Y%m%dT%H%M%SZ)
part="$target/$name.part"
mkdir -p "$part"
trap 'rm -rf "$part"' EXIT

pg_dump --format=custom --no-owner --file="$part/database.dump" "$DATABASE_URL"
# Files are never changed, only added and deleted: one that goes meanwhile is none that a row of the backup needs for long.
set +e
tar --create --file="$part/files.tar" --directory="$FILES_DIR" --exclude=./incoming --warning=no-file-removed --warning=no-file-changed .
status=$?
set -e
# 1: something changed while it was read.
[ "$status" -le 1 ] || exit "$status"
(cd "$part" && sha256sum database.dump files.tar > SHA256SUMS)
sync
mv "$part" "$target/$name"
trap - EXIT
find "$target" -maxdepth 1 -type d -name 'portal-*Z' -mtime "+$keep_days" -exec rm -rf {} +
echo "$target/$name"
