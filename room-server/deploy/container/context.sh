#!/bin/sh
# Gathers what the image is made of: ./context.sh BINARY FOLDER
set -eu
binary=$1
folder=$2
here=$(dirname "$0")

# Without a library that it needs the image would be built, and not start.
if ! linked=$(ldd "$binary" 2> /dev/null); then
  echo "$binary is no program for this machine ($(uname -m)): gather its parts on a machine that can run it." >&2
  exit 1
fi
case $linked in
  *'not found'*)
    echo "This machine lacks libraries of $binary (Debian has them in libstdc++6):" >&2
    echo "$linked" | grep 'not found' >&2
    exit 1
    ;;
esac

mkdir -p "$folder/root/etc" "$folder/data"
install -m 755 "$binary" "$folder/root/open-rooms"
install -d -m 1777 "$folder/root/tmp"
# A folder without a file in it would belong to root in the image.
touch "$folder/data/.keep"
# The user that it runs as has a name, for whoever looks.
echo 'open-rooms:x:65532:65532:Open Rooms:/data:/open-rooms' > "$folder/root/etc/passwd"
echo 'hosts: files dns' > "$folder/root/etc/nsswitch.conf"

libraries() {
  echo "$linked" | grep -o '/[^ ]*'
  # glibc before 2.34 looks up host names by these, to which nothing is linked.
  beside=$(dirname "$(echo "$linked" | grep -o '/[^ ]*/libc\.so\.6')")
  for name in libnss_files.so.2 libnss_dns.so.2 libresolv.so.2; do
    if [ -e "$beside/$name" ]; then echo "$beside/$name"; fi
  done
}

# Where the loader looks for them; a link becomes the file that it leads to.
libraries | sort -u | while read -r library; do
  mkdir -p "$folder/root$(dirname "$library")"
  cp -L "$library" "$folder/root$library"
done
cp "$here/Dockerfile" "$folder/"
