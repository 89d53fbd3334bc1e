import CLibXML

/// Reads an XML document element by element.
///
/// By libxml2 itself: what Foundation makes of it stops the program at some damaged documents.
enum SIPXML {
    enum Step {
        /// An element begins; its attributes by their names without a prefix.
        case begin(String, attributes: (String) -> String?)
        case text(String)
        case end
    }

    /// Calls `take` for each step until it answers false.
    ///
    /// - Returns: true for a whole and well-formed document of plain elements that was taken to its
    ///   end.
    static func read(_ octets: [UInt8], with take: (Step) -> Bool) -> Bool {
        octets.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
                let reader = clibxml_open(start, Int32(bytes.count))
            else { return false }
            defer { xmlFreeTextReader(reader) }
            while true {
                switch xmlTextReaderRead(reader) {
                case 1: if !step(reader, take) { return false }
                case 0: return true
                default: return false
                }
            }
        }
    }

    private static func step(_ reader: xmlTextReaderPtr, _ take: (Step) -> Bool) -> Bool {
        switch UInt32(xmlTextReaderNodeType(reader)) {
        case XML_READER_TYPE_ELEMENT.rawValue:
            guard let name = text(xmlTextReaderConstLocalName(reader)) else { return false }
            let isEmpty = xmlTextReaderIsEmptyElement(reader) == 1
            let begins = take(
                .begin(name) { attribute in
                    guard let value = xmlTextReaderGetAttribute(reader, attribute) else {
                        return nil
                    }
                    defer { clibxml_free(value) }
                    return text(value)
                }
            )
            return begins && (!isEmpty || take(.end))
        case XML_READER_TYPE_END_ELEMENT.rawValue: return take(.end)
        case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue:
            return take(.text(text(xmlTextReaderConstValue(reader)) ?? ""))
        // Document types and entities say nothing of calls, and much mischief is done with them.
        case XML_READER_TYPE_DOCUMENT_TYPE.rawValue, XML_READER_TYPE_ENTITY_REFERENCE.rawValue:
            return false
        default: return true
        }
    }

    private static func text(_ characters: UnsafePointer<xmlChar>?) -> String? {
        characters.map { String(cString: $0) }
    }
}
