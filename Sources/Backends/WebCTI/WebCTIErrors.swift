import Exchange

/// What the exchange's codes mean (document, chapter 3, and section 4.134), as data.
///
/// The English meanings are the keys of the translations. Which operation answered is part of the matter only in that the
/// document's own examples use codes of other operations: the code is shown as it came.
enum WebCTIErrors {
    /// The key of the day is wrong.
    static let wrongKey = "9999"
    /// A parameter is missing: `need variable "queue".`
    static let missingParameter = "9002"

    /// English and Chinese meaning by code.
    static let meanings: [String: (english: String, chinese: String)] = {
        let rows = table.split(separator: "\n").map { $0.split(separator: "|").map { String($0).trimmed } }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], ($0[1], $0[2])) })
    }()

    /// Why an originated call failed (section 6.9).
    static let reasons = [
        "1": "the party had hung up already", "3": "it rang and nobody answered", "4": "the party was off the hook already",
        "5": "the party is busy", "8": "no line was free",
    ]

    /// A refusal in words: what the code means, then what the exchange says itself.
    static func words(for answer: Answer) -> SafeText {
        let meaning = meanings[answer.code].map { SafeText(stringLiteral: $0.english) }
        let reason = answer.rows.lazy.compactMap { reasons[$0["reason"]] }.first.map { SafeText(stringLiteral: $0) }
        let parts = [meaning, reason, answer.message].compactMap(\.self).filter { !$0.isEmpty }
        guard let first = parts.first else { return "the exchange gave no reason" }
        // Our parts of it are said in the operator's language, the exchange's own is left as it is.
        return parts.dropFirst().reduce(first) { "\($0) — \($1)" }
    }

    private static let table = """
        0 | success | 成功
        9000 | database error | 数据库错误
        9999 | webkey validation failed | Webkey 验证错误
        9001 | platform not started | 平台未启动
        9002 | a required parameter was not given | 未提供必须参数
        9003 | file does not exist | 文件不存在
        9004 | extension does not exist | 分机不存在
        9005 | CTI connection could not be made | 建立 CTI 连接失败
        1021 | setting a blacklist: the CTI command failed | 设置黑名单调用 CTI 命令失败
        1031 | attended transfer failed | 询问转接失败
        1041 | user (agent number) does not exist | 工号不存在
        1042 | device does not exist | 设备不存在
        1043 | clearing the existing binding failed | 清理现有绑定失败
        1044 | setting the binding: the CTI command failed | 设置绑定时调用 CTI 命令失败
        1045 | the device is of fixed type | 设备类型是固定
        1051 | calling the CTI command failed | 调用 CTI 命令失败
        1061 | the list name does not exist | 名单名称不存在
        1062 | setting the list: the CTI command failed | 设置名单时调用 CTI 命令失败
        1071 | triggering a feature key by number failed | 通过编号触发快捷键失败
        1081 | triggering a feature key by name failed | 通过名称触发快捷键失败
        1091 | tearing down the channel failed | 拆除指定通道失败
        1111 | the active channel does not exist | 活动通道不存在
        1141 | device does not exist | 设备不存在
        1161 | user number does not exist | 用户号码不存在
        1191 | hang-up failed | 拆线失败
        1201 | hold failed | 呼叫保持失败
        1211 | getting the number of voicemail messages failed | 获取语音留言数量失败
        1221 | getting the voicemail status failed | 获取语音留言状态失败
        1231 | context and application cannot be used together | 不能一起使用 context 和 application
        1232 | originating the call failed | 发起呼叫失败
        1241 | the text must use the given character set and be base64 encoded | 文字应使用指定的字符集并用 BASE64 编码
        1242 | context and application cannot be used together | 不能一起使用 context 和 application
        1243 | originating the call failed | 发起呼叫失败
        1251 | parking the channel failed | 驻留指定通道失败
        1261 | getting the PBX settings failed | 获取 PBX 信息失败
        1271 | getting the PBX status failed | 获取 PBX 状态失败
        1281 | the pick-up command failed | 调用代接命令失败
        1291 | adding the agent to the queue failed (already a member, or the device does not exist) | 坐席加入队列失败 (已存在或设备不存在)
        1301 | setting the agent not-ready or ready failed | 坐席示忙或示闲失败
        1311 | removing the agent from the queue failed | 坐席退出队列失败
        1321 | blind transfer failed | 盲转失败
        1331 | sending text failed | 发送文字失败
        1341 | turning call forwarding off failed | 关闭呼叫转移失败
        1351 | turning call forwarding on failed | 开启呼叫转移失败
        1361 | lifting the outgoing call bar failed | 关闭禁止呼出失败
        1371 | setting the outgoing call bar failed | 开始禁止呼出失败
        1381 | turning do-not-disturb off failed | 关闭免打扰失败
        1391 | turning do-not-disturb on failed | 开启免打扰失败
        1401 | setting the channel variable failed | 设置通道变量失败
        1411 | setting the channel variables failed | 批量设置通道变量失败
        1421 | user number does not exist, or the CTI call failed | 用户号码不存在或 CTI 调用失败
        1422 | the device is of fixed type | 设备类型是固定
        1431 | taking off hold failed | 取消呼叫保持失败
        1441 | retrieving the parked call failed | 取消电话驻留失败
        1451 | getting CALLDATA failed | 获取 CALLDATA 失败
        1471 | deleting the message file failed, check file and directory permissions | 删除留言文件失败, 请检查文件或目录权限
        1472 | the message file does not exist | 留言文件不存在
        1541 | getting the area code failed, check that the number range is registered | 获取区号失败, 检查号码段是否登记
        2011 | the target folder must be one of INBOX/Old/Work/Family/Friends | 目标目录必须是 INBOX/Old/Work/Family/Friends 之一
        2012 | moving the message description file failed, check read and write permissions | 移动留言描述文件失败, 检查文件或目录读写权限
        2013 | moving the message sound file failed, check read and write permissions | 移动留言语音文件失败, 检查文件或目录读写权限
        2021 | base64 decoding of the SMS text failed | 短信内容 Base64 解码失败
        1473 | upload refused: the file exists already | FAIL：文件已存在
        1474 | upload refused: format conversion error | FAIL：格式转换错误
        1475 | upload refused: format not supported | FAIL：不支持的格式
        """
}
