/// What policed boxes may send, on hosts of the tests' own.
@NullMarked
package dev.hako.network.egress;

import org.jspecify.annotations.NullMarked;
