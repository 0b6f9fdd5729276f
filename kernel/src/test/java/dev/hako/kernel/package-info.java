/// Pure tests (`…Test`) and tests against the running kernel (`…IT`).
@NullMarked
package dev.hako.kernel;

import org.jspecify.annotations.NullMarked;
