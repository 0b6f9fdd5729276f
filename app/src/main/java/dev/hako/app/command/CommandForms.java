package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import java.util.List;

/// The forms of all commands in one list, in the order of the overview: for help, completion and
/// manual pages. Making it loads the classes of all commands, which running one does not need.
public final class CommandForms {
    public static final List<CommandForm> ALL =
            List.of(
                    RunCommand.FORM,
                    CreateCommand.FORM,
                    StartCommand.FORM,
                    StopCommand.FORM,
                    KillCommand.FORM,
                    RmCommand.FORM,
                    PsCommand.FORM,
                    InspectCommand.FORM,
                    ExplainCommand.FORM,
                    LogsCommand.FORM,
                    ExecCommand.FORM,
                    CpCommand.FORM,
                    DiffCommand.FORM,
                    CommitCommand.FORM,
                    ExportCommand.FORM,
                    PortCommand.FORM,
                    AttachCommand.FORM,
                    WaitCommand.FORM,
                    VersionCommand.FORM,
                    InfoCommand.FORM,
                    DoctorCommand.FORM,
                    CompletionCommand.FORM,
                    EngineCommand.FORM,
                    HelpCommand.FORM);

    private CommandForms() {}
}
