import Foundation
import KnowledgeBase
import Logging

extension KnowledgeBase {
    /// Reads a folder; broken articles are logged and left out.
    static func load(
        from path: String,
        placeholders: [String: String],
        logger: Logger
    ) throws -> KnowledgeBase {
        let sources = try KnowledgeBaseFolder.read(path)
        let knowledgeBase = KnowledgeBase(sources: sources, placeholders: placeholders)
        for problem in knowledgeBase.problems {
            logger.warning(
                "article left out",
                metadata: ["article": "\(problem.path)", "problem": "\(problem.detail)"]
            )
        }
        logger.notice(
            "knowledge base loaded",
            metadata: ["articles": "\(knowledgeBase.articles.count)"]
        )
        return knowledgeBase
    }
}
