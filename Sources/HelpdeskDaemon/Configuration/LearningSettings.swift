import Desk
import KnowledgeBase

extension LearningSettings {
    init(_ reader: inout SettingsReader) {
        self.init(
            isEnabled: reader.flag("learning.enabled", default: true),
            perArticleMax: reader.number(
                "learning.per-article-max",
                default: Learning.perArticleMax,
                in: 1...Learning.perArticleMax
            )
        )
    }
}

extension LearnerSettings {
    init(_ reader: inout SettingsReader) {
        settleTime = .seconds(reader.number("learning.settle-seconds", default: 5, in: 0...3_600))
        lookInterval = .seconds(reader.number("learning.look-seconds", default: 15, in: 1...3_600))
    }
}
