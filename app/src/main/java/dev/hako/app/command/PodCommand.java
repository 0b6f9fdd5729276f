package dev.hako.app.command;

import dev.hako.failure.Failure;

/// A command behind `hako pod`: it exits as podman's does.
interface PodCommand extends Command {
    @Override
    default int exitCode(Failure failure) {
        return CommandRunner.TROUBLE;
    }
}
