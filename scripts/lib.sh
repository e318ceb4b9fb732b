# What the scripts share; sourced, not run. Bash 3.2.

CDPATH=
root="$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)"
script="$(basename -- "$0")"

# What has to be built before a nest can run: folder names, and what the jars are called.
modules="cell-api protocol process transport-jeromq telemetry router gateway cell-runtime cell-test cells-demo dev cli"

die() {
    echo "$script: $1" >&2
    exit "${2:-1}"
}

# Names of files are bytes to the system, and text to the JVM, by the locale's character set. Where that set is not UTF-8,
# takes a locale that has it. Sets users_locale to what was said before, if that was changed.
take_utf8_locale() {
    local said="${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" candidate
    users_locale=""
    if command -v locale >/dev/null; then
        if [ "$(locale charmap 2>/dev/null || true)" = UTF-8 ]; then return 0; fi
        for candidate in C.UTF-8 C.utf8 en_US.UTF-8; do
            if [ "$(LC_ALL="$candidate" locale charmap 2>/dev/null || true)" = UTF-8 ]; then break; fi
            candidate=""
        done
        if [ -z "$candidate" ]; then return 0; fi
    else
        case "$said" in '' | *UTF-8* | *utf8*) return 0 ;; esac
        candidate=C.UTF-8
    fi
    users_locale="$said"
    export LC_ALL="$candidate"
}
take_utf8_locale

# Sets class_root: the project's folder by a name that can stand in a class path, where a colon ends a name. An open folder
# has such a name on Linux.
find_class_root() {
    class_root="$root"
    # In the URL of what lies in a jar this ends the jar's name, and the JVM finds nothing behind it.
    case "$root/" in *!/*) die "$root: an exclamation mark before a slash (expected: no folder whose name ends with one)" ;; esac
    case "$root" in *:*) ;; *) return 0 ;; esac
    exec 9<"$root"
    class_root=/proc/self/fd/9
    [ -f "$class_root/scripts/lib.sh" ] \
        || die "$root: a colon, which separates the jars of a class path (expected: a folder without one in its path)"
}

# Sets java, java_version and java_major: JAVA_HOME's, else the one on the PATH.
find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java="$JAVA_HOME/bin/java"
        [ -x "$java" ] || die "JAVA_HOME: $JAVA_HOME has no bin/java (expected: the folder of a JDK 17 or later)"
    else
        java="$(command -v java || true)"
        [ -n "$java" ] || die "no java found (expected: a JDK 17 or later on the PATH or in JAVA_HOME)"
    fi
    java_version="$("$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)"
    java_major="${java_version%%[.+-]*}"
    case "$java_version" in 1.*) java_major="$(echo "$java_version" | cut -d. -f2)" ;; esac
    case "$java_major" in
        '' | *[!0-9]*) die "$java does not say its version (expected: a JDK 17 or later)" ;;
    esac
    [ "$java_major" -ge 17 ] || die "$java is Java $java_version (expected: 17 or later; set JAVA_HOME or the PATH)"
}

# A Java that only runs programs cannot build them.
need_compiler() {
    local javac
    if [ -n "${JAVA_HOME:-}" ]; then javac="$JAVA_HOME/bin/javac"; else javac="$(command -v javac || true)"; fi
    [ -n "$javac" ] && [ -x "$javac" ] \
        || die "$java comes without a compiler (expected: a JDK 17 or later, such as the package openjdk-17-jdk)"
}

is_built() {
    local module
    for module in $modules; do
        [ -f "$root/$module/target/$module.jar" ] || return 1
    done
    for module in router gateway cell-runtime dev cli; do
        [ -d "$root/$module/target/lib" ] || return 1
    done
}

# Whether a source is newer than what was made of it.
is_stale() {
    local module stamp="$root/target/built"
    for module in $modules; do
        set -- "$root/pom.xml" "$root/$module/pom.xml" "$root/$module/src/main" \
            -newer "$root/$module/target/$module.jar"
        if [ -f "$stamp" ]; then set -- "$@" -newer "$stamp"; fi
        [ -z "$(find "$@" -type f -print 2>/dev/null | head -n 1)" ] || return 0
    done
    return 1
}

# Builds what the processes need, unless that has been done; shows how far it is. Sets build_pid while it runs, so
# that a trap can end it.
build_if_needed() {
    if is_built && ! is_stale; then return 0; fi
    case "$root" in
        *:* | *\\*) die "$root: a colon or backslash (expected: a folder that Maven can build in, without either in its name)" ;;
    esac
    need_compiler
    mkdir -p "$root/target"
    local log="$root/target/build.log" started=$SECONDS seen="" step files said=0 code=0
    echo "Building Cellnest (the first time some minutes, with downloads) ..."
    : >"$log"
    "$root/mvnw" -f "$root/pom.xml" -B -Dstyle.color=never -Dmaven.test.skip=true \
        -pl router,gateway,cell-runtime,cells-demo,dev,cli -am package >"$log" 2>&1 &
    build_pid=$!
    while kill -0 "$build_pid" 2>/dev/null; do
        pause 1
        step="$(sed -n 's/^\[INFO\] Building \([a-zA-Z][a-z-]*\) .*\[\(.*\)\]$/\2 \1/p' "$log" | tail -n 1)"
        if [ "$step" != "$seen" ]; then
            seen="$step"
            echo "  [$step]"
        elif [ $((SECONDS - started - said)) -ge 10 ]; then
            said=$((SECONDS - started))
            files="$(grep -c '^\[INFO\] Downloaded' "$log" || true)"
            if [ "$files" -gt 0 ]; then echo "  ... $said s, $files files downloaded"; else echo "  ... $said s"; fi
        fi
    done
    wait "$build_pid" || code=$?
    build_pid=""
    if [ "$code" -ne 0 ]; then
        grep '^\[ERROR\]' "$log" | grep -v '\[Help' | head -n 12 >&2 || tail -n 12 "$log" >&2
        die "the build failed (all of it: $log)"
    fi
    touch "$root/target/built"
    echo "Built in $((SECONDS - started)) s."
}

# Sleeps so that a trap runs at once. Sets pause_pid, so that a trap can end it.
pause() {
    sleep "$1" &
    pause_pid=$!
    wait "$pause_pid" 2>/dev/null || true
    pause_pid=""
}

# Sets sharing: what makes the JVM start faster from an archive of the classes that a process of this module has loaded
# before. Where there is none yet, this process writes a list of its classes as it loads them, unless leaves_archive is set
# to no; the next one has the archive made of the list, beside itself. So neither a start nor a stop waits for it. JAVA_OPTS
# that speak of sharing have their way.
class_data_sharing() {
    local module="$1" target="$class_root/$1/target" stamp archive left list="" making=""
    sharing=""
    case " ${JAVA_OPTS:-}" in *" -Xshare"* | *Archive* | *ClassList*) return 0 ;; esac
    # An archive is good for the very Java and jars that it was made with; with others the JVM would pass it over in silence.
    stamp="$({
        echo "$java $java_version"
        ls -ln "$target/$module.jar" "$target/lib"
        ls -ln "$root/lib" 2>/dev/null || true
    } | cksum)"
    archive="$target/classes-${stamp%% *}.jsa"
    if [ -w "$target" ]; then
        # What belongs to a process has its id at the end, and is left over once that has ended.
        for left in "$target"/classes-*; do
            [ -f "$left" ] && [ "$left" != "$archive" ] || continue
            case "${left##*.}" in
                *[!0-9]*) rm -f "$left" ;;
                *) if kill -0 "${left##*.}" 2>/dev/null; then
                    case "$left" in "${archive%.jsa}".dump.*) making=yes ;; esac
                else
                    case "$left" in "${archive%.jsa}".list.*) list="$left" ;; *) rm -f "$left" ;; esac
                fi ;;
            esac
        done 2>/dev/null
        if [ -n "$list" ] && [ -z "$making" ] && ! [ -f "$archive" ]; then make_archive "$archive" "$list"; fi
        # One list is enough.
        for left in "${archive%.jsa}".list.*; do
            [ -f "$left" ] && [ "$left" != "$list" ] && ! kill -0 "${left##*.}" && rm -f "$left"
        done 2>/dev/null
        if [ -f "$archive" ] && [ -n "$list" ]; then rm -f "$list" 2>/dev/null || true; fi
    fi
    if [ -f "$archive" ]; then
        sharing="-XX:SharedArchiveFile=$archive"
    elif [ -w "$target" ] && [ "${leaves_archive:-yes}" = yes ]; then
        sharing="-XX:DumpLoadedClassList=${archive%.jsa}.list.$$"
    fi
}

# make_archive ARCHIVE LIST: has an archive made of a list whose process has ended, in the background and with what others
# leave of the processors. Of several who find the list the one makes it who can rename it. Whatever goes wrong, as on a full
# disk, costs the archive alone.
make_archive() {
    local archive="$1" list="$2" own classes made
    # A child of a child: the process becomes a JVM, which would not know a child of its own.
    (
        (
            trap '' INT HUP
            own="$(exec sh -c 'echo $PPID')"
            classes="${archive%.jsa}.dump.$own" made="$archive.$own"
            mv -f "$list" "$classes" || exit 0
            # Classes of a cell's own loader may have gone with its jar.
            if grep -v ' source: ' "$classes" >"$classes.$own" && mv -f "$classes.$own" "$classes" \
                && nice -n 19 "$java" -Xshare:dump -XX:+UseSerialGC "-XX:SharedClassListFile=$classes" \
                    "-XX:SharedArchiveFile=$made" -cp "$class_path" && [ -s "$made" ]; then
                mv -f "$made" "$archive"
            fi
            rm -f "$classes" "$made" "$classes.$own"
        ) </dev/null >/dev/null 2>&1 &
    )
}

# run_java MODULE MAIN ARGUMENTS...: becomes that process.
run_java() {
    local module="$1" main="$2" config="$root/conf/cellnest.conf"
    shift 2
    if ! [ -f "$root/$module/target/$module.jar" ] || ! [ -d "$root/$module/target/lib" ]; then
        die "not built yet (expected: ./mvnw package, or scripts/demo, which builds by itself)"
    fi
    find_java
    find_class_root
    # What a user adds to every process, such as OpenTelemetry.
    local more=""
    if [ -d "$root/lib" ]; then more=":$class_root/lib/*"; fi
    class_path="$class_root/$module/target/$module.jar:$class_root/$module/target/lib/*$more"
    # A file that is there and cannot be read is for the process to complain of.
    if ! [ -e "$config" ] && ! [ -L "$config" ]; then config=""; fi
    # What help and version have loaded would serve nothing else.
    local argument
    for argument in "$@"; do
        case "$argument" in -h | --help | --version) leaves_archive=no ;; esac
    done
    class_data_sharing "$module"
    # The heap begins small and grows as it must. What lives long here is little and what lives short is much, so the
    # collector that costs the program least serves it best, unless JAVA_OPTS name another.
    local memory="-Xms96m -Xmn64m -XX:+UseParallelGC" heap="-Xms96m"
    # A command is over before the better compiler or a second collecting thread has paid off.
    if [ "$module" = cli ]; then memory="-XX:+UseSerialGC -XX:TieredStopAtLevel=1" heap="-XX:TieredStopAtLevel=1"; fi
    case "${JAVA_OPTS:-}" in *-XX:+Use*GC*) memory="$heap" ;; esac
    # A router or gateway without memory is of no use to anyone; in a cell it may be one guest's fault alone.
    case "$module" in cell-runtime | dev) ;; *) memory="$memory -XX:+ExitOnOutOfMemoryError" ;; esac
    # What deployments leave in places of the JVM, such as shutdown hooks, is found there and taken away with them.
    local opens=""
    case "$module" in cell-runtime | dev) opens="--add-opens=java.base/java.lang=ALL-UNNAMED" ;; esac
    set -f
    # JAVA_OPTS is a list of words by custom. What sharing cannot do is no news to anybody.
    # shellcheck disable=SC2086
    exec "$java" $memory $opens ${sharing:+"$sharing" -Xlog:cds=off -Xlog:cds+dynamic=off} ${JAVA_OPTS:-} \
        "-Dcellnest.home=$root" "-Dcellnest.config=$config" \
        ${READY_FILE:+"-Dcellnest.ready-file=$READY_FILE"} ${users_locale:+"-Dcellnest.locale=$users_locale"} \
        -cp "$class_path" "$main" "$@"
}
