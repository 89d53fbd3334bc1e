internal import CCMarkGFM

/// A parsed article body; the only file that imports cmark-gfm.
///
/// The options never include `CMARK_OPT_UNSAFE`: cmark then leaves out raw HTML and addresses of the
/// kinds `javascript:`, `vbscript:`, `file:` and `data:` (images excepted).
struct MarkdownDocument: ~Copyable {
    private let parser: OpaquePointer?
    private let root: OpaquePointer?

    /// Parses CommonMark with GitHub's tables.
    init(_ markdown: String) {
        _ = Self.registered
        let parser = cmark_parser_new(CMARK_OPT_DEFAULT)
        if let table = cmark_find_syntax_extension("table") {
            cmark_parser_attach_syntax_extension(parser, table)
        }
        var text = markdown
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        root = cmark_parser_finish(parser)
        self.parser = parser
    }

    /// Safe HTML.
    borrowing func html() -> String {
        let extensions = cmark_parser_get_syntax_extensions(parser)
        return Self.taken(cmark_render_html(root, CMARK_OPT_DEFAULT, extensions))
    }

    /// The words only, for the index.
    borrowing func plainText() -> String {
        Self.taken(cmark_render_plaintext(root, CMARK_OPT_DEFAULT, 0))
    }

    /// The words as a letter has them: a table as its rows, one below the other, each cell on a line
    /// of its own behind what stands above its column.
    consuming func letterText() -> String {
        let tables = nodes { Self.kind(of: $0) == "table" ? $0 : nil }
        for table in tables { Self.unroll(table) }
        // The words that were moved out lie in what their cells hold.
        defer { for table in tables { cmark_node_free(table) } }
        return plainText()
    }

    private static func unroll(_ table: OpaquePointer) {
        let header = cmark_node_first_child(table)
        let labels = children(of: header).map { words(of: $0) }
        for row in children(of: table) where row != header {
            let paragraph = cmark_node_new(CMARK_NODE_PARAGRAPH)
            for (label, cell) in zip(labels, children(of: row)) {
                if cmark_node_first_child(cell) == nil { continue }
                if cmark_node_first_child(paragraph) != nil {
                    cmark_node_append_child(paragraph, cmark_node_new(CMARK_NODE_LINEBREAK))
                }
                if !label.isEmpty {
                    let text = cmark_node_new(CMARK_NODE_TEXT)
                    cmark_node_set_literal(text, "\(label): ")
                    cmark_node_append_child(paragraph, text)
                }
                for word in children(of: cell) { cmark_node_append_child(paragraph, word) }
            }
            cmark_node_insert_before(table, paragraph)
        }
        cmark_node_unlink(table)
    }

    private static func words(of node: OpaquePointer?) -> String {
        cmark_node_get_literal(node).map { String(cString: $0) }
            ?? children(of: node).map { words(of: $0) }.joined()
    }

    private static func kind(of node: OpaquePointer?) -> String {
        cmark_node_get_type_string(node).map { String(cString: $0) } ?? ""
    }

    private static func children(of node: OpaquePointer?) -> [OpaquePointer] {
        var all: [OpaquePointer] = []
        var child = cmark_node_first_child(node)
        while let one = child {
            all.append(one)
            child = cmark_node_next(one)
        }
        return all
    }

    /// Where its links lead, in the order of the text.
    borrowing func links() -> [String] {
        nodes { node in
            guard cmark_node_get_type(node) == CMARK_NODE_LINK else { return nil }
            return cmark_node_get_url(node).map { String(cString: $0) }
        }
    }

    /// The raw HTML in it, which is left out of whatever is shown.
    borrowing func rawHTML() -> [String] {
        nodes { node in
            let type = cmark_node_get_type(node)
            guard type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE else {
                return nil
            }
            return cmark_node_get_literal(node).map { String(cString: $0) }
        }
    }

    private borrowing func nodes<Found>(_ found: (OpaquePointer?) -> Found?) -> [Found] {
        guard let iterator = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(iterator) }
        var all: [Found] = []
        while true {
            let event = cmark_iter_next(iterator)
            if event == CMARK_EVENT_DONE { return all }
            guard event == CMARK_EVENT_ENTER else { continue }
            if let one = found(cmark_iter_get_node(iterator)) { all.append(one) }
        }
    }

    deinit {
        cmark_node_free(root)
        cmark_parser_free(parser)
    }

    /// Copies and frees a string of cmark's.
    private static func taken(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(text) }
        return String(cString: text)
    }

    /// Done once, before the first parser: the list of extensions is global and unguarded.
    private static let registered: Void = cmark_gfm_core_extensions_ensure_registered()
}
