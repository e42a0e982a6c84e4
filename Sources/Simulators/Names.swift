/// What people, queues and the rest are called here: Chinese, western, or both, as a console meets them.
enum Names {
    static let families = [
        ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("刘", "Liu"), ("陈", "Chen"), ("杨", "Yang"), ("赵", "Zhao"), ("黄", "Huang"),
        ("周", "Zhou"), ("吴", "Wu"), ("欧阳", "Ouyang"), ("司马", "Sima"), ("诸葛", "Zhuge"),
    ]
    static let given = ["伟", "娜", "敏", "洋", "静", "磊", "丽", "强", "涛", "倩", "修文", "明月", "建国", "晓燕", "雅琴", "子墨"]
    static let whole = ["王伟", "李娜", "张敏", "刘洋", "陈静", "杨磊", "赵丽", "黄强", "周涛", "吴倩", "欧阳修文", "司马明月"]
    static let westernGiven = ["Tom", "Alice", "Bo", "Zoë", "Jürgen", "Maria", "Olga", "Ken", "Ravi", "Léa"]
    static let westernFamilies = ["Brown", "Müller", "O'Neil", "García", "Ito", "Novák", "Singh", "Andersson"]
    /// People, posts and vehicles that are called into dispatch rooms.
    static let stations = [
        "王伟", "李娜", "张敏", "刘洋", "欧阳修文", "司马明月", "Tom 王伟", "巡逻车 7", "Gate North", "消防一队", "Jürgen Müller", "Léa O'Neil",
        "泵站 Pump 3", "Zoë 陈静", "值班室", "Ravi Singh", "医疗组 B", "ＡＢ塔台",
    ]
    static let meetings = [
        "new conf room", "防汛会商", "Morning briefing 晨会", "3号线 抢修", "Drill 12:30 东区", "联合调度 Joint", "Ａ区 巡查", "停电处置",
    ]
    static let companies = ["华夏银行", "青岛啤酒", "市第一医院", "顺达物流", "红星小学", "海尔售后"]
    /// Why agents are away for a while.
    static let restReasons = [("午餐", "Lunch"), ("会议", "Meeting"), ("培训", "Training"), ("小休", "Short break")]
    private static let queues = [
        "客服 Support", "Sales 销售", "技术支持 Technical", "紧急调度", "Complaints 投诉", "预约挂号", "Dispatch", "VIP 专线",
    ]

    /// The index-th queue's name.
    static func queue(_ index: Int) -> String { index < queues.count ? queues[index] : "第\(index + 1)组 Team" }
}
