/* guest_tree.h: a process of a guest that shows its host the files of a container, in the messages of FUSE. */
#ifndef HAKO_GUEST_TREE_H
#define HAKO_GUEST_TREE_H

/* Serves what is in `directory` over the run's second stream until that ends. */
_Noreturn void guest_tree_main(const char *directory);

#endif
