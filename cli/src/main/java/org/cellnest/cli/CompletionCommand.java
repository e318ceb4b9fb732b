package org.cellnest.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Implements {@code nest completion}: prints a shell script that completes commands, options and the ids of cells. */
@Command(
        name = "completion",
        description = {
            "Writes a script by which bash or zsh completes commands, options and ids of cells:",
            "  source <(nest completion bash)"
        })
final class CompletionCommand implements Callable<Integer> {
    /** A supported shell. The script for bash also works in zsh, where it enables bash's completion. */
    enum Shell {
        BASH,
        ZSH;

        /** Returns the name as written on the command line. */
        @Override
        public String toString() {
            return this == BASH ? "bash" : "zsh";
        }
    }

    private static final String WITH_IDS = """

            # Ids of cells where a command takes them; the rest as above.
            function _complete_nest_with_ids() {
              local current="${COMP_WORDS[COMP_CWORD]}" kind="" ids=""
              case "${COMP_WORDS[1]:-}" in
                drain|resume|kick) kind=cells ;;
                show)
                  if [ "$COMP_CWORD" -eq 3 ]; then
                    case "${COMP_WORDS[2]}" in
                      cell) kind=cells ;;
                      gateway) kind=gateways ;;
                    esac
                  fi ;;
              esac
              if [ -z "$kind" ] || [ "$COMP_CWORD" -lt 2 ] || [ "${current#-}" != "$current" ]; then
                _complete_nest "$@"
                return
              fi
              ids="$("${COMP_WORDS[0]}" ls "$kind" --ids 2>/dev/null)"
              COMPREPLY=( $(compgen -W "$ids" -- "$current") )
            }
            complete -F _complete_nest_with_ids -o default nest
            """;

    private final Console console;

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String script = AutoComplete.bash("nest", spec.root().commandLine());
        if (shell == Shell.ZSH) {
            console.print("# zsh: completes as bash does");
        }
        console.cliEnvironment().out().print(script + WITH_IDS);
        return ExitCode.OK;
    }
}
