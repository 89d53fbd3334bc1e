#pragma once
#include <libxml/xmlversion.h>
// Its headers would bring in the system's ICU, whose names Foundation's own ICU has as well. What is
// left out are members at the end of a structure that nobody touches here.
#undef LIBXML_ICU_ENABLED
#include <libxml/xmlreader.h>

/// A reader of a document in memory that fetches nothing and says nothing; NULL without memory.
static inline xmlTextReaderPtr clibxml_open(const char *octets, int size) {
    const int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    return xmlReaderForMemory(octets, size, NULL, NULL, options);
}

/// Its own name is a variable, which may change under whoever calls it.
static inline void clibxml_free(xmlChar *text) { xmlFree(text); }
