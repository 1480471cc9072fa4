#!/bin/sh
# Opens luisteren-tui in a Terminal window. macOS puts a mark on each file that was downloaded and then refuses to load
# it. Whoever allowed this file allows the folder that it is in, so the mark is taken off what is in this folder.
folder=$(cd "$(dirname "$0")" && pwd) || exit
xattr -dr com.apple.quarantine "$folder" 2>/dev/null
exec "$folder/luisteren-tui" "$@"
