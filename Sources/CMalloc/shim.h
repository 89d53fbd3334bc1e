#pragma once
#include <malloc.h>

/* SQLite's own, declared as in its header. */
extern int sqlite3_config(int, ...);

/* sqlite3_config(SQLITE_CONFIG_PAGECACHE), which takes any number of arguments and is thus not for
 * Swift: the pages of each connection lie in one piece of at most so many kibibytes. */
static inline int set_sqlite_pages_in_one(int kibibytes) {
    return sqlite3_config(7, (void *)0, 0, -kibibytes);
}
