/// A shell that completes our command lines; the raw value is its name.
enum CompletionScript: String, CaseIterable {
    case bash, zsh, fish

    /// What the shell reads. All three ask `cordboard complete` with the words up to the cursor and get a word and its
    /// meaning a line.
    var text: String {
        switch self {
        case .bash:
            #"""
            # Completion of cordboard for bash: source <(cordboard completion bash)
            _cordboard() {
                local line=${COMP_LINE:0:COMP_POINT} words candidate partial prefix=
                read -ra words <<< "$line"
                [[ $line == *[[:space:]] ]] && words+=("")
                partial=${words[${#words[@]}-1]}
                # Only what stands behind the last "=" is replaced.
                [[ $partial == *=* ]] && prefix=${partial%=*}=
                COMPREPLY=()
                while IFS=$'	' read -r candidate _; do
                    COMPREPLY+=("${candidate#"$prefix"}")
                done < <("${words[0]}" complete -- "${words[@]:1}" 2>/dev/null)
                if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2>/dev/null; fi
            }
            complete -o default -F _cordboard cordboard
            """#
        case .zsh:
            #"""
            #compdef cordboard
            # Completion of cordboard for zsh: cordboard completion zsh > a folder of $fpath, as _cordboard
            _cordboard() {
                local line word
                local -a finished begun
                for line in "${(@f)$(${words[1]} complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
                    [[ -z $line ]] && continue
                    word=${line%%$'	'*}
                    line=${word//:/\:}:${line#*$'	'}
                    if [[ $word == *= ]]; then begun+=("$line"); else finished+=("$line"); fi
                done
                (( $#finished )) && _describe -V cordboard finished
                (( $#begun )) && _describe -V cordboard begun -S ''
                (( $#finished + $#begun )) || _files
            }
            if [[ $funcstack[1] == _cordboard ]]; then _cordboard "$@"; else compdef _cordboard cordboard; fi
            """#
        case .fish:
            #"""
            # Completion of cordboard for fish: cordboard completion fish > ~/.config/fish/completions/cordboard.fish
            function __cordboard_complete
                set -l words (commandline -opc) (commandline -ct)
                $words[1] complete -- $words[2..] 2>/dev/null
            end
            complete -c cordboard -f -a '(__cordboard_complete)'
            complete -c cordboard -s c -l config -r -F
            complete -c cordboard -s i -l input -r -F
            complete -c cordboard -s o -l output -r -F
            """#
        }
    }
}

/// `cordboard completion`: the script for a shell.
@MainActor
struct CompletionCommand {
    let invocation: Invocation
    let output: Output

    func run() throws -> ExitStatus {
        let word = invocation.operands[0]
        guard let shell = CompletionScript(rawValue: word) else {
            throw CommandError.unknown(
                "there is no completion for “\(word)”", written: word, valid: CompletionScript.allCases.map(\.rawValue))
        }
        output.write(shell.text)
        return .done
    }
}
