/// What a box reads of names before it asks anybody: its `/etc/hosts` and its `/etc/resolv.conf`.
///
/// Start with [HostsFile] and [ResolvConf]: values that are made of the host's files and of what a
/// user asked for, and that write themselves. Nothing here opens a file but [HostResolvConf].
///
/// What cannot stand in such a file (a name with a blank or a line break) has no value here, so
/// that nobody can write lines of his own. All values are immutable.
@NullMarked
package dev.hako.network.names;

import org.jspecify.annotations.NullMarked;
