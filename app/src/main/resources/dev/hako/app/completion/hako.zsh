#compdef hako
# Completion of hako for zsh: `source <(hako completion zsh)`. hako itself says what a word could be;
# see `hako __complete` in the sources for the form of its answer.

_hako() {
    local -a answer whole wholeshown begun begunshown
    local line word shown last before program=${(Q)words[1]}
    answer=("${(@f)$(${~program} __complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    last=$answer[-1]
    for line in "${(@)answer[1,-2]}"; do
        word=${line%%$'\t'*} shown=${line#*$'\t'}
        [[ -n $shown ]] && shown="$word  -- $shown" || shown=$word
        if [[ $word == *[=:,] ]]; then
            begun+=("$word") begunshown+=("$shown")
        else
            whole+=("$word") wholeshown+=("$shown")
        fi
    done
    compadd -l -d wholeshown -a whole
    compadd -l -S '' -d begunshown -a begun
    before=${last#:* }
    case $last in
        :files*) compset -P "${(b)before}"; _files ;;
        :directories*) compset -P "${(b)before}"; _files -/ ;;
    esac
}

if [[ $funcstack[1] == _hako ]]; then
    _hako "$@"
else
    compdef _hako hako
fi
