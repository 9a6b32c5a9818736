# Counts what a container has left in a run folder as somebody else's, having given it back where it may. Words: run, mark
# A pipe is nothing to keep, and a device in the hands of a user would be a way into the computer. No link is followed.
[ "$(id -u)" -ne 0 ] || find "$aml_run" ! -user 0 \( -type f -o -type d -o -type l \) -exec chown -h "0:$(id -g)" {} +
# A folder that is closed to us counts by itself.
find "$aml_run" ! -user "$(id -u)" \( -type f -o -type d -o -type l \) -printf x 2> /dev/null | wc -c
