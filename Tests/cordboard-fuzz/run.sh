#!/bin/sh
# Runs the fuzz targets one after the other, each for FUZZ_TIME seconds (60), or FUZZ_RUNS executions where that is set;
# FUZZ_TARGETS names some of them. Each goes on from the corpus of the run before. Prints a table, and ends with 1 where there is a
# finding: its input lies beside the corpus, and `FUZZ_TARGET=NAME PROGRAM FILE` repeats it.
set -u
# libFuzzer keeps the input of a trap where it is not caught before it.
export SWIFT_BACKTRACE=enable=no
program=$1
folder=$2
targets=${FUZZ_TARGETS:-$("$program")}
limit=-max_total_time=${FUZZ_TIME:-60}
[ -n "${FUZZ_RUNS:-}" ] && limit=-runs=$FUZZ_RUNS
status=0
printf '%-22s %12s %8s %7s %8s %9s\n' target executions exec/s edges corpus findings
for target in $targets; do
  corpus=$folder/$target
  mkdir -p "$corpus" "$folder/findings"
  FUZZ_TARGET=$target FUZZ_SEEDS=$corpus "$program" || exit 2
  FUZZ_TARGET=$target "$program" "$limit" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix="$folder/findings/$target-" "$corpus" > "$folder/$target.log" 2>&1
  [ $? -eq 0 ] && found=0 || { found=1; status=1; }
  stat() { sed -n "s/^stat::$1: *//p" "$folder/$target.log" | tail -1; }
  edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$folder/$target.log" | tail -1)
  printf '%-22s %12s %8s %7s %8s %9s\n' "$target" "$(stat number_of_executed_units)" "$(stat average_exec_per_sec)" \
    "$edges" "$(ls "$corpus" | wc -l)" "$found"
done
exit $status
