package dev.hako.kernel;

/// One name in a directory. The type is [FileType#UNKNOWN] on file systems that do not store it.
public record DirectoryEntry(NativePath name, FileType type, long ino) {}
