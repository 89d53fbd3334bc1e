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
