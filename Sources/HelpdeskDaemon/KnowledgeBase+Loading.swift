import Foundation
import KnowledgeBase
import Logging

extension KnowledgeBaseFolder {
    /// The knowledge base of the repository that the program was built in or is called in, else the
    /// installed one.
    static var nearby: String {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let built = program.deletingLastPathComponent().appending(path: "../../../knowledge-base")
        return ["knowledge-base", built.standardized.path]
            .first { FileManager.default.fileExists(atPath: $0) }
            ?? "/usr/share/helpdesk/knowledge-base"
    }
}

extension KnowledgeBase {
    /// Reads a folder; broken articles are logged and left out.
    static func load(
        from path: String,
        facts: CityFacts,
        logger: Logger
    ) throws -> KnowledgeBase {
        let folder = try KnowledgeBaseFolder(at: path)
        let knowledgeBase = KnowledgeBase(sources: folder.sources, facts: facts)
        for problem in folder.problems + knowledgeBase.problems {
            logger.warning(
                "something is wrong with an article",
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
