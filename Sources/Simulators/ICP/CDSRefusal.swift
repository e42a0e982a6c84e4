/// Why the service refuses: the codes of document 004 and of the wire reference (5.1).
enum CDSRefusal: Int, Error {
    case notSignedIn = 70000
    case empty = 300000
    case illegal = 300001
    case groupName = 300006
    case groupNumber = 300007
    case groupType = 300008
    case dispatcherNumber = 300010
    case otherUserNumber = 300011
    case description = 300013
    case numberEmpty = 300014
    case duplicateGroup = 300020
    case groupListenLimit = 300023
    case dispatcherListenLimit = 300024
    case alreadyListening = 300025
    case noSuchGroup = 300026
    case noSuchRadioGroup = 300028
    case notMember = 300029
    case notListening = 300030
    case stillConnecting = 300031
    case noRecord = 300035
    case dispatcherCount = 300036
    case radioGroupCount = 300037
    case duplicates = 300039
    case tooManyUsers = 300040
    case numberTooLong = 300047
    case groupLimit = 300053
    case hasFloor = 300054
    case hasNoFloor = 300055
    case floorInProcess = 300056
    case floorNeedsListening = 300057
    case floorNeedsSelection = 300058
    case floorConflict = 300059
    case noUsableRadioGroup = 300060
    case floorRefused = 300067
    case notSelected = 300071
    case alreadySelected = 300072
    case selectionLimit = 300073
    case groupSubscriptionLimit = 300075
    case alreadyInState = 300076
    case alreadyInMixedCall = 300077
    case notChair = 300078
    case typeIsFixed = 300079
    case notSubscribed = 300080
    case plainGroupHasNoOthers = 300081
    case notMixed = 300082
    case mixed = 300083
    case dispatcherSubscriptionLimit = 300084
    case notRegistered = 300087
    case authentication = 300088
    case mixedCallRuns = 300090
    case unsubscribeWhileListening = 300091
    case unsubscribeWhileTalking = 300092
    case radioGroupTaken = 300093
    case receiveOnly = 300094
    case talksElsewhere = 300095
    case notInMixedCall = 300096
    case onlyChairTalks = 300109
    case oneMixedCallEach = 300110
    case memberLimit = 300111
    case alreadyCalled = 3_000_112

    /// `returnDesc`.
    var words: String { Self.all[self] ?? "" }

    private static let all: [CDSRefusal: String] = [
        .notSignedIn: "user not login", .empty: "parameter is null", .illegal: "parameter is invalid",
        .groupName: "invalid talkGroup name", .groupNumber: "invalid talkGroup number",
        .groupType: "invalid talkGroup type", .dispatcherNumber: "invalid dispatch number",
        .otherUserNumber: "invalid other user number", .description: "description is too long", .numberEmpty: "号码为空",
        .duplicateGroup: "duplicate talkGroup", .groupListenLimit: "到达集群群组monitor数量上限",
        .dispatcherListenLimit: "到达调度席monitor数量上限", .alreadyListening: "already in monitor state",
        .noSuchGroup: "集群群组未配置", .noSuchRadioGroup: "无线集群群组未配置", .notMember: "调度席未配置",
        .notListening: "not in monitor state", .stillConnecting: "monitor is in process", .noRecord: "record is null",
        .dispatcherCount: "invalid count of dispatch numbers", .radioGroupCount: "invalid count of radio group numbers",
        .duplicates: "duplicate numbers", .tooManyUsers: "exceed max user count", .numberTooLong: "number is too long",
        .groupLimit: "exceed max talkGroup count", .hasFloor: "调度席已处于PTT状态", .hasNoFloor: "调度席不在PTT状态",
        .floorInProcess: "PTT is in process", .floorNeedsListening: "PTT need monitor first",
        .floorNeedsSelection: "PTT need select first", .floorConflict: "话权冲突", .noUsableRadioGroup: "no valid radio group",
        .floorRefused: "PTT request is rejected", .notSelected: "not in select state",
        .alreadySelected: "already in select state", .selectionLimit: "exceed max select count",
        .groupSubscriptionLimit: "talkGroup exceed max subscribe count", .alreadyInState: "user is already in this state",
        .alreadyInMixedCall: "mixed group is already in call", .notChair: "非主席用户无此操作权限",
        .typeIsFixed: "talkGroup type can not be modified", .notSubscribed: "用户不在订阅状态",
        .plainGroupHasNoOthers: "ordinary talkGroup can not have other users", .notMixed: "not a mixed group",
        .mixed: "混编集群群组不支持此操作", .dispatcherSubscriptionLimit: "dispatcher exceed max subscribe count",
        .notRegistered: "dispatcher is not registered", .authentication: "鉴权失败",
        .mixedCallRuns: "混编群组正在呼叫中,请在呼叫结束后操作", .unsubscribeWhileListening: "can not unsubscribe in monitor state",
        .unsubscribeWhileTalking: "can not unsubscribe in PTT state",
        .radioGroupTaken: "radio group belongs to another talkGroup", .receiveOnly: "talkGroup is receive only",
        .talksElsewhere: "already PTT in other talkGroup", .notInMixedCall: "not in mixed group call",
        .onlyChairTalks: "only chairman can PTT", .oneMixedCallEach: "dispatcher already has a mixed group call",
        .memberLimit: "exceed max member count", .alreadyCalled: "user is already called",
    ]
}
