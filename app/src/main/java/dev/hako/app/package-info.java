/// The command and the daemon: where everything is put together.
@NullMarked
package dev.hako.app;

import org.jspecify.annotations.NullMarked;
