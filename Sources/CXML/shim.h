#pragma once

/* Debian's libxml2 is built with ICU and shows ICU's own types in its headers, which differ from those that Foundation brings
   along. Nothing read here has to do with them: the headers are read as if it were built without. */
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/tree.h>
