/// The native launcher as this JVM finds it: which file to run, for which architecture.
@NullMarked
package dev.hako.launcher;

import org.jspecify.annotations.NullMarked;
