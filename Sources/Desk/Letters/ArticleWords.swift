import KnowledgeBase
import Synchronization

/// An article as letters quote it.
struct ArticleWords: Sendable {
    var title: String
    var text: String
    var html: String

    /// Takes the article with its links leading to where `link` says that others can be read.
    init(_ article: Article, link: (String) -> String?) {
        title = article.title
        let linked = article.linking(link)
        text = linked.plainText()
        html = linked.html()
    }
}

/// Articles that were quoted before, kept until they are written anew: every receipt with the same
/// article says the same of it.
final class QuotedArticles: Sendable {
    private struct Key: Hashable {
        var id: String
        var language: String
    }

    private struct Entry {
        var title: String
        var markdown: String
        var words: ArticleWords
    }

    private let entries = Mutex<[Key: Entry]>([:])
    private let max: Int

    /// - Parameter max: articles that are kept, 1...; one more and all are forgotten.
    init(max: Int = 1_024) { self.max = max }

    /// How an article reads; `link` must say the same of each address every time.
    func words(of article: Article, link: (String) -> String?) -> ArticleWords {
        let key = Key(id: article.id, language: article.language)
        let found = entries.withLock { $0[key] }
        if let found, found.markdown == article.markdown, found.title == article.title {
            return found.words
        }
        let words = ArticleWords(article, link: link)
        entries.withLock { entries in
            if entries.count >= max, entries[key] == nil { entries.removeAll() }
            entries[key] = Entry(title: article.title, markdown: article.markdown, words: words)
        }
        return words
    }
}

extension Desk {
    /// How an article reads in a letter of this desk.
    func words(quoting article: Article) -> ArticleWords {
        quoted.words(of: article) { settings.letters.link(toArticle: $0, in: article.language) }
    }
}
