/// Isolation by Linux namespaces, cgroups, capabilities and seccomp under one shared kernel.
@NullMarked
package dev.hako.isolation.namespace;

import org.jspecify.annotations.NullMarked;
