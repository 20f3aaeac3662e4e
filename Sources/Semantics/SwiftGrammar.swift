internal import Syntax

/// The kinds of Swift's grammar that mean something here.
enum SwiftKind: String, CaseIterable, BitwiseCopyable, Sendable {
    case other = ""
    case statements, assignment, parameter, pattern, modifiers, attribute, identifier
    case elseKeyword = "else"
    case simpleIdentifier = "simple_identifier"
    case typeIdentifier = "type_identifier"
    case importDeclaration = "import_declaration"
    case classDeclaration = "class_declaration"
    case protocolDeclaration = "protocol_declaration"
    case inheritanceSpecifier = "inheritance_specifier"
    case classBody = "class_body"
    case enumClassBody = "enum_class_body"
    case protocolBody = "protocol_body"
    case propertyDeclaration = "property_declaration"
    case protocolPropertyDeclaration = "protocol_property_declaration"
    case functionDeclaration = "function_declaration"
    case protocolFunctionDeclaration = "protocol_function_declaration"
    case initDeclaration = "init_declaration"
    case deinitDeclaration = "deinit_declaration"
    case subscriptDeclaration = "subscript_declaration"
    case typealiasDeclaration = "typealias_declaration"
    case associatedtypeDeclaration = "associatedtype_declaration"
    case functionBody = "function_body"
    case computedProperty = "computed_property"
    case computedGetter = "computed_getter"
    case computedSetter = "computed_setter"
    case computedModify = "computed_modify"
    case getterSpecifier = "getter_specifier"
    case willsetClause = "willset_clause"
    case didsetClause = "didset_clause"
    case lambdaLiteral = "lambda_literal"
    case lambdaFunctionType = "lambda_function_type"
    case lambdaFunctionTypeParameters = "lambda_function_type_parameters"
    case lambdaParameter = "lambda_parameter"
    case captureList = "capture_list"
    case captureListItem = "capture_list_item"
    case ifStatement = "if_statement"
    case guardStatement = "guard_statement"
    case whileStatement = "while_statement"
    case forStatement = "for_statement"
    case repeatWhileStatement = "repeat_while_statement"
    case doStatement = "do_statement"
    case catchBlock = "catch_block"
    case switchStatement = "switch_statement"
    case switchEntry = "switch_entry"
    case switchPattern = "switch_pattern"
    case controlTransferStatement = "control_transfer_statement"
    case valueBindingPattern = "value_binding_pattern"
    case typeAnnotation = "type_annotation"
    case callExpression = "call_expression"
    case callSuffix = "call_suffix"
    case constructorExpression = "constructor_expression"
    case constructorSuffix = "constructor_suffix"
    case valueArguments = "value_arguments"
    case valueArgument = "value_argument"
    case valueArgumentLabel = "value_argument_label"
    case navigationExpression = "navigation_expression"
    case navigationSuffix = "navigation_suffix"
    case selfExpression = "self_expression"
    case superExpression = "super_expression"
    case tryExpression = "try_expression"
    case awaitExpression = "await_expression"
    case postfixExpression = "postfix_expression"
    case prefixExpression = "prefix_expression"
    case asExpression = "as_expression"
    case tupleExpression = "tuple_expression"
    case ternaryExpression = "ternary_expression"
    case nilCoalescingExpression = "nil_coalescing_expression"
    case directlyAssignableExpression = "directly_assignable_expression"
    case keyPathExpression = "key_path_expression"
    case lineStringLiteral = "line_string_literal"
    case multiLineStringLiteral = "multi_line_string_literal"
    case rawStringLiteral = "raw_string_literal"
    case integerLiteral = "integer_literal"
    case realLiteral = "real_literal"
    case booleanLiteral = "boolean_literal"
    case arrayLiteral = "array_literal"
    case dictionaryLiteral = "dictionary_literal"
    case userType = "user_type"
    case optionalType = "optional_type"
    case arrayType = "array_type"
    case dictionaryType = "dictionary_type"
    case existentialType = "existential_type"
    case opaqueType = "opaque_type"
    case typeArguments = "type_arguments"
    case directive, bang
    case statementLabel = "statement_label"
    case whereClause = "where_clause"
    case whereKeyword = "where_keyword"
    case throwKeyword = "throw_keyword"
    case defaultKeyword = "default_keyword"
    case wildcardPattern = "wildcard_pattern"
    case tryOperator = "try_operator"
    case macroInvocation = "macro_invocation"
    case macroDeclaration = "macro_declaration"
    case operatorDeclaration = "operator_declaration"
    case precedenceGroupDeclaration = "precedence_group_declaration"
    case availabilityCondition = "availability_condition"
    case multiplicativeExpression = "multiplicative_expression"
    case additiveExpression = "additive_expression"
    case rangeExpression = "range_expression"
    case openStartRangeExpression = "open_start_range_expression"
    case openEndRangeExpression = "open_end_range_expression"
    case infixExpression = "infix_expression"
    case checkExpression = "check_expression"
    case comparisonExpression = "comparison_expression"
    case equalityExpression = "equality_expression"
    case conjunctionExpression = "conjunction_expression"
    case disjunctionExpression = "disjunction_expression"
    case bitwiseOperation = "bitwise_operation"
    case interpolatedExpression = "interpolated_expression"
}

/// Swift's grammar as this room reads it.
struct SwiftGrammar: Sendable {
    let kinds: KindTable<SwiftKind>
    let name, value, boundIdentifier, condition, collection, item, body, target, suffix, expr, type, operation, wrapped, captures: Field
    let ifTrue, ifFalse, ifNil, result, error, inheritsFrom, declarationKind, externalName, defaultValue, constructedType: Field
    let lhs, rhs, op, start, end, element, key, `operator`: Field
    let async, `await`, equals, comma, brace, dot, arrow, ellipsis, bracket, `as`, `class`, extension_, actor, nil_: UInt16
    let parenthesis, closingParenthesis, `case`, `return`, `break`, `continue`, yield, `fallthrough`, hashIf, hashElseif, hashElse, hashEndif: UInt16

    static let shared = SwiftGrammar(.swift)

    private init(_ grammar: Grammar) {
        kinds = KindTable(grammar, other: .other)
        func field(_ name: String) -> Field { grammar.field(name) ?? 65535 }
        func token(_ name: String) -> UInt16 { grammar.kind(name, named: false) ?? 65534 }
        name = field("name")
        value = field("value")
        boundIdentifier = field("bound_identifier")
        condition = field("condition")
        collection = field("collection")
        item = field("item")
        body = field("body")
        target = field("target")
        suffix = field("suffix")
        expr = field("expr")
        type = field("type")
        operation = field("operation")
        wrapped = field("wrapped")
        captures = field("captures")
        ifTrue = field("if_true")
        ifFalse = field("if_false")
        ifNil = field("if_nil")
        result = field("result")
        error = field("error")
        inheritsFrom = field("inherits_from")
        declarationKind = field("declaration_kind")
        externalName = field("external_name")
        defaultValue = field("default_value")
        constructedType = field("constructed_type")
        lhs = field("lhs")
        rhs = field("rhs")
        op = field("op")
        start = field("start")
        end = field("end")
        element = field("element")
        key = field("key")
        self.operator = field("operator")
        async = token("async")
        self.await = token("await")
        equals = token("=")
        comma = token(",")
        brace = token("{")
        dot = token(".")
        arrow = token("->")
        ellipsis = token("...")
        bracket = token("[")
        self.as = token("as")
        self.class = token("class")
        extension_ = token("extension")
        actor = token("actor")
        nil_ = token("nil")
        parenthesis = token("(")
        closingParenthesis = token(")")
        self.case = token("case")
        self.return = token("return")
        self.break = token("break")
        self.continue = token("continue")
        yield = token("yield")
        self.fallthrough = token("fallthrough")
        hashIf = token("#if")
        hashElseif = token("#elseif")
        hashElse = token("#else")
        hashEndif = token("#endif")
    }
}
