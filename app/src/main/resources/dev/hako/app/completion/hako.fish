# Completion of hako for fish: `hako completion fish | source`. hako itself says what a word could be;
# see `hako __complete` in the sources for the form of its answer.

function __hako_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    set -l answer ($program __complete -- $words "$current" 2>/dev/null)
    set -q answer[1]; or return
    set -l last $answer[-1]
    set -e answer[-1]
    string join \n -- $answer
    set -l before (string replace -r '^:\S+ ' '' -- $last)
    set -l path (string sub -s (math (string length -- "$before") + 1) -- "$current")
    switch $last
        case ':files*'
            string join \n -- "$before"(__fish_complete_path "$path")
        case ':directories*'
            string join \n -- "$before"(__fish_complete_directories "$path" '')
    end
end

complete -c hako -f -a '(__hako_complete)'
