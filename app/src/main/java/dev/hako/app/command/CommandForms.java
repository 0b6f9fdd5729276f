package dev.hako.app.command;

import dev.hako.app.cli.CommandForm;
import java.util.ArrayList;
import java.util.List;

/// The forms of all commands in one list, in the order of the overview: for help, completion and
/// manual pages. Making it loads the classes of all commands, which running one does not need.
public final class CommandForms {
    /// Each command once; those that only stand behind a word come last.
    public static final List<CommandForm> ALL =
            List.of(
                    RunCommand.FORM,
                    BuildCommand.FORM,
                    CreateCommand.FORM,
                    StartCommand.FORM,
                    StopCommand.FORM,
                    RestartCommand.FORM,
                    KillCommand.FORM,
                    RenameCommand.FORM,
                    RmCommand.FORM,
                    PsCommand.FORM,
                    InspectCommand.FORM,
                    ExplainCommand.FORM,
                    LogsCommand.FORM,
                    EventsCommand.FORM,
                    ExecCommand.FORM,
                    CpCommand.FORM,
                    DiffCommand.FORM,
                    CommitCommand.FORM,
                    ExportCommand.FORM,
                    PortCommand.FORM,
                    AttachCommand.FORM,
                    WaitCommand.FORM,
                    PauseCommand.FORM,
                    UnpauseCommand.FORM,
                    UpdateCommand.FORM,
                    StatsCommand.FORM,
                    TopCommand.FORM,
                    ImagesCommand.FORM,
                    PullCommand.FORM,
                    PushCommand.FORM,
                    TagCommand.FORM,
                    RmiCommand.FORM,
                    HistoryCommand.FORM,
                    SaveCommand.FORM,
                    LoadCommand.FORM,
                    ImportCommand.FORM,
                    LoginCommand.FORM,
                    LogoutCommand.FORM,
                    VersionCommand.FORM,
                    InfoCommand.FORM,
                    DoctorCommand.FORM,
                    CompareCommand.FORM,
                    CompareRunCommand.FORM,
                    CompletionCommand.FORM,
                    EngineCommand.FORM,
                    HelpCommand.FORM,
                    BuilderPruneCommand.FORM,
                    ContainerPruneCommand.FORM,
                    ImageInspectCommand.FORM,
                    ImagePruneCommand.FORM,
                    KernelBuildCommand.FORM,
                    KernelInspectCommand.FORM,
                    KernelLsCommand.FORM,
                    KernelPullCommand.FORM,
                    KernelRmCommand.FORM,
                    ManifestInspectCommand.FORM,
                    NetworkConnectCommand.FORM,
                    NetworkCreateCommand.FORM,
                    NetworkDisconnectCommand.FORM,
                    NetworkInspectCommand.FORM,
                    NetworkLsCommand.FORM,
                    NetworkPruneCommand.FORM,
                    NetworkRmCommand.FORM,
                    PodCreateCommand.FORM,
                    PodExistsCommand.FORM,
                    PodInspectCommand.FORM,
                    PodKillCommand.FORM,
                    PodLsCommand.FORM,
                    PodVerbCommand.PAUSE,
                    PodPruneCommand.FORM,
                    PodVerbCommand.RESTART,
                    PodRmCommand.FORM,
                    PodVerbCommand.START,
                    PodStopCommand.FORM,
                    PodVerbCommand.UNPAUSE,
                    SystemDfCommand.FORM,
                    SystemPruneCommand.FORM,
                    VolumeCreateCommand.FORM,
                    VolumeInspectCommand.FORM,
                    VolumeLsCommand.FORM,
                    VolumePruneCommand.FORM,
                    VolumeRmCommand.FORM);

    /// What may be written after `hako`: all commands, and those that can be called by way of a
    /// group, too.
    public static final List<CommandForm> LINES = lines();

    private CommandForms() {}

    private static List<CommandForm> lines() {
        List<CommandForm> lines = new ArrayList<>(ALL);
        for (CommandForm form : ALL) {
            if (ContainerGroup.SHARED.contains(form.name())) {
                lines.add(form.called("container " + form.name()));
            }
            if (BuilderGroup.SHARED.contains(form.name())) {
                lines.add(form.called("builder " + form.name()));
            }
            if (ImageGroup.SHARED.contains(form.name())) {
                lines.add(form.called("image " + form.name()));
            }
            if (SystemGroup.SHARED.contains(form.name())) {
                lines.add(form.called("system " + form.name()));
            }
        }
        lines.add(PsCommand.FORM.called("container ls"));
        lines.add(RmCommand.FORM.called("container rm"));
        lines.add(ImagesCommand.FORM.called("image ls"));
        lines.add(RmiCommand.FORM.called("image rm"));
        return List.copyOf(lines);
    }
}
