#pragma once
#include <libxml/xmlreader.h>

/// A reader of a document in memory that fetches nothing and says nothing; NULL without memory.
static inline xmlTextReaderPtr clibxml_open(const char *octets, int size) {
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    return xmlReaderForMemory(octets, size, NULL, NULL, options);
}

/// Its own name is a variable, which may change under whoever calls it.
static inline void clibxml_free(xmlChar *text) { xmlFree(text); }
