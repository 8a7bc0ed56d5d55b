#!/bin/sh
# Ends the process groups of a supervisor that died without stopping them, even by kill -9: its end of our standard input
# closes with it. Lines "+PGID" and "-PGID" keep the list. Runs in a session of its own, so no Ctrl-C reaches it.
trap '' HUP INT TERM
groups=' '
while read -r line; do
  case $line in
    +*) groups="$groups${line#+} " ;;
    -*)
      kept=' '
      for group in $groups; do [ "$group" = "${line#-}" ] || kept="$kept$group "; done
      groups=$kept
      ;;
  esac
done

# Three seconds to end well (mongod writes a checkpoint), then no more.
for group in $groups; do kill -TERM "-$group" 2>/dev/null; done
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
  left=''
  for group in $groups; do kill -0 "-$group" 2>/dev/null && left="$left $group"; done
  [ -n "$left" ] || exit 0
  sleep 0.2
done
for group in $left; do kill -KILL "-$group" 2>/dev/null; done
