extension Article {
    /// The text as plain text of a mail: as it reads, without marks, addresses of links behind them.
    public func plainText() -> String {
        let spelled = markdown.replacing(Self.link) { match in
            let (text, address) = (match.output.text, match.output.address)
            // A title of several words would run into the sentence that names it.
            let words = text.contains(" ") ? quoted(text) : String(text)
            return address.contains("://") && text != address ? "\(words) (\(address))" : words
        }
        return MarkdownDocument(spelled).letterText()
    }

    private func quoted(_ text: Substring) -> String {
        language == KnowledgeBase.homeLanguage ? "”\(text)”" : "“\(text)”"
    }

    /// The same article with its links to others leading where `address` says, by id; where it says
    /// nothing the words stay and the link goes.
    public func linking(_ address: (String) -> String?) -> Article {
        var linked = self
        linked.markdown = markdown.replacing(Self.link) { match in
            let (text, target) = (match.output.text, match.output.address)
            guard Self.isArticle(target) else { return String(match.output.0) }
            return address(String(target)).map { "[\(text)](\($0))" } ?? String(text)
        }
        return linked
    }

    /// What stands for an article in a link: its id, without a scheme, a path or an anchor.
    private static func isArticle(_ target: Substring) -> Bool {
        target.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
        }
    }

    private static var link: Regex<(Substring, text: Substring, address: Substring)> {
        /\[(?<text>[^\[\]\n]+)\]\((?<address>[^()\s]+)\)/
    }
}
