internal import Syntax

/// The kinds of Python's grammar that mean something here.
enum PythonKind: String, CaseIterable, BitwiseCopyable, Sendable {
    case other = ""
    case module, block, identifier, attribute, call, lambda, assignment, `subscript`, type, interpolation, parameters, decorator, yield
    case functionDefinition = "function_definition"
    case classDefinition = "class_definition"
    case decoratedDefinition = "decorated_definition"
    case lambdaParameters = "lambda_parameters"
    case listComprehension = "list_comprehension"
    case setComprehension = "set_comprehension"
    case dictionaryComprehension = "dictionary_comprehension"
    case generatorExpression = "generator_expression"
    case forInClause = "for_in_clause"
    case ifClause = "if_clause"
    case forStatement = "for_statement"
    case whileStatement = "while_statement"
    case withStatement = "with_statement"
    case tryStatement = "try_statement"
    case exceptClause = "except_clause"
    case exceptGroupClause = "except_group_clause"
    case finallyClause = "finally_clause"
    case ifStatement = "if_statement"
    case augmentedAssignment = "augmented_assignment"
    case namedExpression = "named_expression"
    case asPattern = "as_pattern"
    case asPatternTarget = "as_pattern_target"
    case importStatement = "import_statement"
    case importFromStatement = "import_from_statement"
    case futureImportStatement = "future_import_statement"
    case aliasedImport = "aliased_import"
    case dottedName = "dotted_name"
    case relativeImport = "relative_import"
    case wildcardImport = "wildcard_import"
    case globalStatement = "global_statement"
    case nonlocalStatement = "nonlocal_statement"
    case deleteStatement = "delete_statement"
    case typeAliasStatement = "type_alias_statement"
    case expressionStatement = "expression_statement"
    case await = "await"
    case parenthesizedExpression = "parenthesized_expression"
    case conditionalExpression = "conditional_expression"
    case booleanOperator = "boolean_operator"
    case notOperator = "not_operator"
    case comparisonOperator = "comparison_operator"
    case binaryOperator = "binary_operator"
    case string, integer, float, none, list, dictionary, set, tuple
    case concatenatedString = "concatenated_string"
    case `true`, `false`
    case expressionList = "expression_list"
    case patternList = "pattern_list"
    case tuplePattern = "tuple_pattern"
    case listPattern = "list_pattern"
    case listSplatPattern = "list_splat_pattern"
    case dictionarySplatPattern = "dictionary_splat_pattern"
    case typedParameter = "typed_parameter"
    case defaultParameter = "default_parameter"
    case typedDefaultParameter = "typed_default_parameter"
    case genericType = "generic_type"
    case unionType = "union_type"
    case memberType = "member_type"
    case typeParameter = "type_parameter"
    case argumentList = "argument_list"
    case keywordArgument = "keyword_argument"
    case listSplat = "list_splat"
    case dictionarySplat = "dictionary_splat"
    case casePattern = "case_pattern"
    case splatPattern = "splat_pattern"
    case keywordPattern = "keyword_pattern"
    case classPattern = "class_pattern"
    case comment
    // Statements and expressions only the flow asks about.
    case returnStatement = "return_statement"
    case raiseStatement = "raise_statement"
    case assertStatement = "assert_statement"
    case breakStatement = "break_statement"
    case continueStatement = "continue_statement"
    case passStatement = "pass_statement"
    case elifClause = "elif_clause"
    case elseClause = "else_clause"
    case withClause = "with_clause"
    case withItem = "with_item"
    case matchStatement = "match_statement"
    case caseClause = "case_clause"
    case unaryOperator = "unary_operator"
    case slice, pair, ellipsis
}

/// Python's grammar as this room reads it.
struct PythonGrammar: Sendable {
    let kinds: KindTable<PythonKind>
    let name, parameters, body, left, right, type, value, function, arguments, object, attribute, alias, returnType: Field
    let superclasses, condition, consequence, moduleName, definition, `operator`, key, argument, cause, subject, `guard`, `subscript`, expression: Field
    /// The keyword `async`.
    let async: UInt16
    let importPrefix: UInt16
    let or: UInt16
    let from, colon: UInt16

    static let shared = PythonGrammar(.python)

    private init(_ grammar: Grammar) {
        kinds = KindTable(grammar, other: .other)
        // A grammar without the field has no node with it either: 65535 matches nothing.
        func field(_ name: String) -> Field { grammar.field(name) ?? 65535 }
        name = field("name")
        parameters = field("parameters")
        body = field("body")
        left = field("left")
        right = field("right")
        type = field("type")
        value = field("value")
        function = field("function")
        arguments = field("arguments")
        object = field("object")
        attribute = field("attribute")
        alias = field("alias")
        returnType = field("return_type")
        superclasses = field("superclasses")
        condition = field("condition")
        consequence = field("consequence")
        moduleName = field("module_name")
        definition = field("definition")
        self.operator = field("operator")
        key = field("key")
        argument = field("argument")
        cause = field("cause")
        subject = field("subject")
        expression = field("expression")
        self.guard = field("guard")
        self.subscript = field("subscript")
        async = grammar.kind("async", named: false) ?? 65535
        importPrefix = grammar.kind("import_prefix") ?? 65535
        from = grammar.kind("from", named: false) ?? 65535
        colon = grammar.kind(":", named: false) ?? 65535
        or = grammar.kind("or", named: false) ?? 65535
    }
}
