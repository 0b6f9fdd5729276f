/// How an isolation is asked for and answers.
@NullMarked
package dev.hako.isolation;

import org.jspecify.annotations.NullMarked;
