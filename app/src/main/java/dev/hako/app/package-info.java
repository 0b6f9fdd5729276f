/// The command and the daemon: where everything is put together.
///
/// Start reading at {@link dev.hako.app.Main}, which runs an engine, and {@link
/// dev.hako.app.EngineProgram}, which makes every part of it with `new` and hands it to those that
/// need it. A command's way through the packages below: `daemon` takes the request, `command` finds
/// what to do, `cli`, `container` and `value` read its words, `engine` does it, `inspect` and
/// `document` describe what there is, `output` and `template` show it.
///
/// Nothing here decides anything about containers: that is the engine's.
@NullMarked
package dev.hako.app;

import org.jspecify.annotations.NullMarked;
