/// What is installed here and runs: version, build, places. Start reading at {@link
/// dev.hako.app.product.Installation}.
@NullMarked
package dev.hako.app.product;

import org.jspecify.annotations.NullMarked;
