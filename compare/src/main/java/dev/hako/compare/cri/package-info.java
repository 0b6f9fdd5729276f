/// Runtimes that serve a kubelet, asked by CRI v1: [Kubelet] speaks it, [PodLife] is what is
/// measured.
@NullMarked
package dev.hako.compare.cri;

import org.jspecify.annotations.NullMarked;
