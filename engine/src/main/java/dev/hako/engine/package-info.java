/// Containers and their life: the Java API of Hako.
@NullMarked
package dev.hako.engine;

import org.jspecify.annotations.NullMarked;
