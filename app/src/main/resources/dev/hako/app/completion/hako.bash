# shellcheck shell=bash
# Completion of hako for bash: `source <(hako completion bash)`. hako itself says what a word could
# be; see `hako __complete` in the sources for the form of its answer.

_hako() {
    local line=${COMP_LINE:0:COMP_POINT} words=() i word answer last rest before=''
    # Bash parts words at "=" and ":", hako does not: join what stands together.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ ${#words[@]} -eq 0 || $line == [[:space:]]* || -z $line && -z $word ]]; then
            line=${line#"${line%%[![:space:]]*}"}
            words+=('')
        fi
        ((i < COMP_CWORD)) || word=$line
        words[-1]+=$word
        line=${line#"$word"}
    done
    for ((i = 1; i < ${#words[@]}; i++)); do
        words[i]=${words[i]//[\"\'\\]/}
    done
    COMPREPLY=()
    mapfile -t answer < <("${words[0]/#\~/$HOME}" __complete -- "${words[@]:1}" 2>/dev/null)
    ((${#answer[@]})) || return 0
    last=${answer[-1]}
    # What comes before the last separator stays on the line as it is.
    word=${words[-1]}
    rest=${word##*[=:]}
    [[ $COMP_WORDBREAKS != *[=:]* ]] || before=${word%"$rest"}
    for ((i = 0; i < ${#answer[@]} - 1; i++)); do
        word=${answer[i]%%$'\t'*}
        COMPREPLY+=("${word#"$before"}")
    done
    case $last in
        :files*) _hako_paths -f "${words[-1]}" "${last#:* }" ;;
        :directories*) _hako_paths -d "${words[-1]}" "${last#:* }" ;;
    esac
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *[=:,] ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}

# Adds files (-f) or directories (-d) for the word $2, whose beginning $3 is no part of their names.
_hako_paths() {
    local path=${2#"$3"} found
    compopt -o filenames 2>/dev/null
    mapfile -t found < <(compgen "$1" -- "$path")
    [[ $COMP_WORDBREAKS == *[=:]* ]] || found=("${found[@]/#/$3}")
    COMPREPLY+=("${found[@]}")
}

complete -F _hako hako
